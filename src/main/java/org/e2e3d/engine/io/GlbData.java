package org.e2e3d.engine.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The two chunks of a GLB file, and its accessors' numbers, with every reference checked. */
final class GlbData {
  private static final int HEADER = 12;

  private final Path file;
  private final JsonNode json;
  private final ByteBuffer binary;

  private GlbData(Path file, JsonNode json, ByteBuffer binary) {
    this.file = file;
    this.json = json;
    this.binary = binary;
  }

  static GlbData read(Path file) throws IOException {
    long size = Files.size(file);
    if (size < HEADER + 8 || size > Integer.MAX_VALUE - 8) {
      throw new MalformedFileException(file, "its size of " + size + " bytes is no GLB file's");
    }
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    if (in.getInt() != GlbFile.MAGIC || in.getInt() != 2 || in.getInt() != size) {
      throw new MalformedFileException(file, "it does not start as a GLB of version 2 does");
    }
    ByteBuffer text = chunk(file, in, GlbFile.JSON_CHUNK);
    ByteBuffer binary =
        in.remaining() >= 8
            ? chunk(file, in, GlbFile.BIN_CHUNK)
            : ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);
    byte[] bytes = new byte[text.remaining()];
    text.get(bytes);
    try {
      JsonNode json = new ObjectMapper().readTree(new String(bytes, StandardCharsets.UTF_8));
      return new GlbData(file, json, binary);
    } catch (JsonProcessingException e) {
      throw new MalformedFileException(file, "its description is no JSON", e);
    }
  }

  private static ByteBuffer chunk(Path file, ByteBuffer in, int type) throws IOException {
    int length = in.getInt();
    if (in.getInt() != type || length < 0 || length > in.remaining()) {
      throw new MalformedFileException(file, "a chunk is missing or cut short");
    }
    ByteBuffer chunk = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + length);
    return chunk;
  }

  JsonNode json() {
    return json;
  }

  MalformedFileException malformed(String what) {
    return new MalformedFileException(file, what);
  }

  /** How many numbers an element of an accessor has. */
  int width(int accessor) throws IOException {
    return switch (object("accessors", accessor).path("type").asText()) {
      case "SCALAR" -> 1;
      case "VEC2" -> 2;
      case "VEC3" -> 3;
      case "VEC4" -> 4;
      default -> throw malformed("accessor " + accessor + " is neither scalar nor vector");
    };
  }

  /** The numbers of an accessor; normalised integers become fractions. */
  float[] floats(int accessor, int width) throws IOException {
    View v = view(accessor, width);
    float[] values = new float[v.count * width];
    for (int i = 0; i < values.length; i++) {
      int at = v.offset + i / width * v.stride + i % width * v.size;
      double value =
          switch (v.type) {
            case GlbFile.BYTE ->
                v.normalised ? Math.max(-1, binary.get(at) / 127.0) : binary.get(at);
            case GlbFile.SHORT ->
                v.normalised ? Math.max(-1, binary.getShort(at) / 32767.0) : binary.getShort(at);
            case GlbFile.UNSIGNED_BYTE -> (binary.get(at) & 0xff) / (v.normalised ? 255.0 : 1);
            case GlbFile.UNSIGNED_SHORT ->
                (binary.getShort(at) & 0xffff) / (v.normalised ? 65535.0 : 1);
            case GlbFile.UNSIGNED_INT -> binary.getInt(at) & 0xffffffffL;
            default -> binary.getFloat(at);
          };
      values[i] = (float) value;
    }
    return values;
  }

  /** The numbers of an accessor of indices; one beyond the range of int becomes negative. */
  int[] indices(int accessor) throws IOException {
    View v = view(accessor, 1);
    int[] values = new int[v.count];
    for (int i = 0; i < values.length; i++) {
      int at = v.offset + i * v.stride;
      values[i] =
          switch (v.type) {
            case GlbFile.UNSIGNED_BYTE -> binary.get(at) & 0xff;
            case GlbFile.UNSIGNED_SHORT -> binary.getShort(at) & 0xffff;
            case GlbFile.UNSIGNED_INT -> binary.getInt(at);
            default -> throw malformed("indices are no integers");
          };
    }
    return values;
  }

  /** The bytes of a buffer view. */
  byte[] viewBytes(int index) throws IOException {
    JsonNode view = bufferView(index);
    byte[] bytes = new byte[(int) number(view, "byteLength", 0)];
    binary.get((int) number(view, "byteOffset", 0), bytes);
    return bytes;
  }

  /** Where an accessor's numbers stand in the binary chunk. */
  private record View(int offset, int stride, int size, int type, int count, boolean normalised) {}

  private View view(int index, int width) throws IOException {
    JsonNode accessor = object("accessors", index);
    if (accessor.has("sparse") || width(index) != width) {
      throw malformed("accessor " + index + " is sparse or not " + width + " wide");
    }
    int type = accessor.path("componentType").asInt();
    int size =
        switch (type) {
          case GlbFile.BYTE, GlbFile.UNSIGNED_BYTE -> 1;
          case GlbFile.SHORT, GlbFile.UNSIGNED_SHORT -> 2;
          case GlbFile.UNSIGNED_INT, GlbFile.FLOAT -> 4;
          default -> throw malformed("accessor " + index + " has the unknown type " + type);
        };
    JsonNode view = bufferView(accessor.path("bufferView").asInt(-1));
    long stride = number(view, "byteStride", (long) size * width);
    long offset = number(accessor, "byteOffset", 0);
    long count = number(accessor, "count", 0);
    long end = count == 0 ? offset : offset + (count - 1) * stride + (long) size * width;
    if (stride < (long) size * width) {
      throw malformed("the elements of accessor " + index + " overlap");
    }
    if (end > number(view, "byteLength", 0) || count * width > Integer.MAX_VALUE - 8) {
      throw malformed("accessor " + index + " reaches beyond its buffer view");
    }
    long start = number(view, "byteOffset", 0) + offset;
    boolean normalised = accessor.path("normalized").asBoolean(false);
    return new View((int) start, (int) stride, size, type, (int) count, normalised);
  }

  private JsonNode bufferView(int index) throws IOException {
    JsonNode view = object("bufferViews", index);
    JsonNode buffer = object("buffers", view.path("buffer").asInt(-1));
    if (buffer.has("uri")) {
      throw malformed("its data stand in another file");
    }
    if (number(view, "byteOffset", 0) + number(view, "byteLength", 0) > binary.limit()) {
      throw malformed("buffer view " + index + " reaches beyond the file");
    }
    return view;
  }

  private JsonNode object(String array, int index) throws IOException {
    JsonNode node = json.path(array).path(index);
    if (!node.isObject()) {
      throw malformed("there is no " + array + "[" + index + "]");
    }
    return node;
  }

  private long number(JsonNode node, String name, long absent) throws IOException {
    long v = node.has(name) ? node.path(name).asLong(-1) : absent;
    if (v < 0 || v > Integer.MAX_VALUE) {
      throw malformed(name + " is " + node.path(name));
    }
    return v;
  }
}
