package org.e2e3d.engine.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What stands before the data of a PLY file. */
record PlyHeader(Encoding encoding, List<Element> elements) {
  private static final int MOST_ELEMENTS = 64;
  private static final int MOST_PROPERTIES = 256;

  enum Encoding {
    ASCII,
    LITTLE_ENDIAN,
    BIG_ENDIAN
  }

  /** The number types of PLY, under the two sets of names in use. */
  enum NumberType {
    INT8(1),
    UINT8(1),
    INT16(2),
    UINT16(2),
    INT32(4),
    UINT32(4),
    FLOAT32(4),
    FLOAT64(8);

    final int bytes;

    NumberType(int bytes) {
      this.bytes = bytes;
    }

    static NumberType of(String word) {
      return switch (word.toLowerCase(Locale.ROOT)) {
        case "char", "int8" -> INT8;
        case "uchar", "uint8" -> UINT8;
        case "short", "int16" -> INT16;
        case "ushort", "uint16" -> UINT16;
        case "int", "int32" -> INT32;
        case "uint", "uint32" -> UINT32;
        case "float", "float32" -> FLOAT32;
        case "double", "float64" -> FLOAT64;
        default -> null;
      };
    }

    boolean isInteger() {
      return this != FLOAT32 && this != FLOAT64;
    }
  }

  /**
   * A property.
   *
   * @param count the type of a list's length, or null if this is no list
   */
  record Property(String name, NumberType type, NumberType count) {
    boolean isList() {
      return count != null;
    }
  }

  /** A table of the file. */
  record Element(String name, long size, List<Property> properties) {
    /** The index of the property of that name, or -1. */
    int find(String property) {
      for (int i = 0; i < properties.size(); i++) {
        if (properties.get(i).name().equals(property)) {
          return i;
        }
      }
      return -1;
    }

    /** The fewest bytes a row can take, which bounds how many rows a file can hold. */
    int leastBytes(Encoding encoding) {
      int bytes = 0;
      for (Property p : properties) {
        // In ASCII a number takes a digit and a separator.
        bytes += encoding == Encoding.ASCII ? 2 : p.isList() ? p.count().bytes : p.type().bytes;
      }
      return bytes;
    }
  }

  /** Reads up to and with the line "end_header". */
  static PlyHeader read(LineReader in) throws IOException {
    String first = in.next();
    if (first == null || !first.strip().equals("ply")) {
      throw in.malformed("the first line is not 'ply'");
    }
    Encoding encoding = null;
    List<Element> elements = new ArrayList<>();
    for (String line = in.next(); line != null; line = in.next()) {
      String[] w = line.strip().split("\\s+");
      switch (w[0]) {
        case "format" -> encoding = encoding(in, w);
        case "element" -> {
          if (elements.size() == MOST_ELEMENTS) {
            throw in.malformed("more than " + MOST_ELEMENTS + " elements");
          }
          elements.add(element(in, w));
        }
        case "property" -> {
          if (elements.isEmpty()) {
            throw in.malformed("a property stands before any element");
          }
          List<Property> properties = elements.get(elements.size() - 1).properties();
          if (properties.size() == MOST_PROPERTIES) {
            throw in.malformed("more than " + MOST_PROPERTIES + " properties");
          }
          properties.add(property(in, w));
        }
        case "end_header" -> {
          if (encoding == null) {
            throw in.malformed("the header names no format");
          }
          return new PlyHeader(encoding, elements);
        }
        case "", "comment", "obj_info" -> {}
        default -> throw in.malformed("'" + LineReader.clip(w[0]) + "' does not belong here");
      }
    }
    throw in.malformed("the header does not end");
  }

  private static Encoding encoding(LineReader in, String[] w) throws IOException {
    return switch (w.length < 2 ? "" : w[1]) {
      case "ascii" -> Encoding.ASCII;
      case "binary_little_endian" -> Encoding.LITTLE_ENDIAN;
      case "binary_big_endian" -> Encoding.BIG_ENDIAN;
      default -> throw in.malformed("the format is not one of PLY's");
    };
  }

  private static Element element(LineReader in, String[] w) throws IOException {
    if (w.length != 3) {
      throw in.malformed("an element needs a name and a count");
    }
    return new Element(w[1], in.integer(w[2], 0, Integer.MAX_VALUE), new ArrayList<>());
  }

  private static Property property(LineReader in, String[] w) throws IOException {
    boolean list = w.length == 5 && w[1].equals("list");
    NumberType count = list ? NumberType.of(w[2]) : null;
    NumberType type = list ? NumberType.of(w[3]) : w.length == 3 ? NumberType.of(w[1]) : null;
    if (type == null || (list && (count == null || !count.isInteger()))) {
      throw in.malformed("a property needs a known type and a name");
    }
    return new Property(w[w.length - 1], type, count);
  }
}
