package org.e2e3d.engine.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.e2e3d.engine.io.PlyHeader.Element;
import org.e2e3d.engine.io.PlyHeader.NumberType;
import org.e2e3d.engine.io.PlyHeader.Property;

/** Reads the vertices and faces of a PLY file of any encoding and layout; see {@link PlyFile}. */
final class PlyReader {
  /** PLY wants short header lines; ASCII rows of polygons can be longer. */
  private static final int LONGEST_LINE = 1 << 20;

  private static final List<String> POSITION = List.of("x", "y", "z");
  private static final List<String> NORMAL = List.of("nx", "ny", "nz");
  private static final List<String> COLOUR = List.of("red", "green", "blue");
  private static final List<String> CONFIDENCE = List.of("confidence");

  private final Path file;
  private float[] xyz;
  private float[] normal = {};
  private float[] confidence = {};
  private byte[] rgb = {};
  private final IntList triangles = new IntList();

  PlyReader(Path file) {
    this.file = file;
  }

  float[] xyz() {
    return xyz;
  }

  float[] normal() {
    return normal;
  }

  float[] confidence() {
    return confidence;
  }

  byte[] rgb() {
    return rgb;
  }

  int[] triangles() {
    return triangles.toArray();
  }

  PlyReader read() throws IOException {
    try (LineReader in = new LineReader(file, LONGEST_LINE)) {
      PlyHeader header = PlyHeader.read(in);
      long least = 0;
      for (Element e : header.elements()) {
        least += e.size() * e.leastBytes(header.encoding());
      }
      // One separator may be missing at the end of an ASCII file.
      if (least > Files.size(file) + 1) {
        throw new MalformedFileException(file, "the header promises more data than the file holds");
      }
      PlyRows rows = new PlyRows(in, header.encoding());
      for (Element e : header.elements()) {
        switch (e.name()) {
          case "vertex" -> readVertices(e, rows);
          case "face" -> readFaces(e, rows);
          default -> skip(e, rows);
        }
      }
    }
    if (xyz == null) {
      throw new MalformedFileException(file, "there is no element 'vertex'");
    }
    int vertices = xyz.length / 3;
    for (int i = 0; i < triangles.size(); i++) {
      if (triangles.get(i) < 0 || triangles.get(i) >= vertices) {
        throw new MalformedFileException(
            file, "a face names vertex " + triangles.get(i) + " of " + vertices);
      }
    }
    return this;
  }

  private void readVertices(Element e, PlyRows rows) throws IOException {
    int n = (int) e.size();
    int[] at = columns(e, POSITION);
    if (at.length == 0 || 3L * n > Integer.MAX_VALUE - 8) {
      throw new MalformedFileException(file, "the vertices have no x, y, z or are too many");
    }
    int[] normalAt = columns(e, NORMAL);
    int[] colourAt = columns(e, COLOUR);
    int[] confidenceAt = columns(e, CONFIDENCE);
    xyz = new float[3 * n];
    normal = new float[normalAt.length * n];
    rgb = new byte[colourAt.length * n];
    confidence = new float[confidenceAt.length * n];
    double colourScale =
        colourAt.length > 0 && !e.properties().get(colourAt[0]).type().isInteger() ? 255 : 1;
    double[] row = new double[e.properties().size()];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < row.length; k++) {
        row[k] = value(e.properties().get(k), rows);
      }
      copy(row, at, xyz, i);
      copy(row, normalAt, normal, i);
      copy(row, confidenceAt, confidence, i);
      for (int a = 0; a < colourAt.length; a++) {
        rgb[3 * i + a] =
            (byte) Math.max(0, Math.min(255, Math.round(colourScale * row[colourAt[a]])));
      }
    }
  }

  private void copy(double[] row, int[] at, float[] to, int i) throws IOException {
    for (int a = 0; a < at.length; a++) {
      float v = (float) row[at[a]];
      if (!Float.isFinite(v)) {
        throw new MalformedFileException(file, "vertex " + i + " holds the number " + row[at[a]]);
      }
      to[at.length * i + a] = v;
    }
  }

  /** The places of the properties, or none at all if one of them is missing. */
  private static int[] columns(Element e, List<String> names) {
    int[] at = names.stream().mapToInt(e::find).toArray();
    return Arrays.stream(at).anyMatch(i -> i < 0 || e.properties().get(i).isList())
        ? new int[0]
        : at;
  }

  private void readFaces(Element e, PlyRows rows) throws IOException {
    int at = Math.max(e.find("vertex_indices"), e.find("vertex_index"));
    for (long i = 0; i < e.size() && !e.properties().isEmpty(); i++) {
      for (int k = 0; k < e.properties().size(); k++) {
        Property p = e.properties().get(k);
        if (k == at && p.isList()) {
          readPolygon(p, rows);
        } else {
          value(p, rows);
        }
      }
    }
  }

  /** Cuts a polygon into a fan of triangles. */
  private void readPolygon(Property p, PlyRows rows) throws IOException {
    int corners = length(p, rows);
    int first = 0;
    int last = 0;
    for (int c = 0; c < corners; c++) {
      int index = index(rows.next(p.type()));
      if (c == 0) {
        first = index;
      } else if (c > 1) {
        triangles.add(first);
        triangles.add(last);
        triangles.add(index);
      }
      last = index;
    }
  }

  private int index(double v) throws IOException {
    if (!(v >= 0 && v <= Integer.MAX_VALUE) || v != Math.rint(v)) {
      throw new MalformedFileException(file, "a face names vertex " + v);
    }
    return (int) v;
  }

  private int length(Property p, PlyRows rows) throws IOException {
    double n = rows.next(p.count());
    if (!(n >= 0 && n <= Integer.MAX_VALUE) || n != Math.rint(n)) {
      throw new MalformedFileException(file, "a list has the length " + n);
    }
    return (int) n;
  }

  /** The value of a scalar; the items of a list are skipped. */
  private double value(Property p, PlyRows rows) throws IOException {
    if (!p.isList()) {
      return rows.next(p.type());
    }
    NumberType type = p.type();
    for (int n = length(p, rows); n > 0; n--) {
      rows.next(type);
    }
    return 0;
  }

  private void skip(Element e, PlyRows rows) throws IOException {
    if (e.properties().isEmpty()) {
      return;
    }
    for (long i = 0; i < e.size(); i++) {
      for (Property p : e.properties()) {
        value(p, rows);
      }
    }
  }
}
