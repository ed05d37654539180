package org.e2e3d.engine.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** The affine transform of a glTF node: 12 entries, row-major 3x4. */
record GlbTransform(double[] m) {
  static final GlbTransform IDENTITY =
      new GlbTransform(new double[] {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0});

  /** From a node's matrix, or its translation, rotation and scale. */
  static GlbTransform of(JsonNode node, GlbData data) throws IOException {
    if (node.has("matrix")) {
      double[] c = numbers(node, "matrix", new double[16], data);
      return new GlbTransform(
          new double[] {
            c[0], c[4], c[8], c[12], c[1], c[5], c[9], c[13], c[2], c[6], c[10], c[14]
          });
    }
    double[] t = numbers(node, "translation", new double[3], data);
    double[] q = numbers(node, "rotation", new double[] {0, 0, 0, 1}, data);
    double[] s = numbers(node, "scale", new double[] {1, 1, 1}, data);
    double x = q[0];
    double y = q[1];
    double z = q[2];
    double w = q[3];
    return new GlbTransform(
        new double[] {
          (1 - 2 * (y * y + z * z)) * s[0],
          2 * (x * y - z * w) * s[1],
          2 * (x * z + y * w) * s[2],
          t[0],
          2 * (x * y + z * w) * s[0],
          (1 - 2 * (x * x + z * z)) * s[1],
          2 * (y * z - x * w) * s[2],
          t[1],
          2 * (x * z - y * w) * s[0],
          2 * (y * z + x * w) * s[1],
          (1 - 2 * (x * x + y * y)) * s[2],
          t[2]
        });
  }

  private static double[] numbers(JsonNode node, String name, double[] absent, GlbData data)
      throws IOException {
    JsonNode array = node.path(name);
    if (array.isMissingNode()) {
      return absent;
    }
    if (array.size() != absent.length) {
      throw data.malformed(name + " needs " + absent.length + " numbers");
    }
    double[] values = new double[absent.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asDouble(Double.NaN);
    }
    return values;
  }

  /** This transform applied after {@code inner}, which belongs to a child. */
  GlbTransform then(GlbTransform inner) {
    double[] a = m;
    double[] b = inner.m;
    double[] r = new double[12];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 4; j++) {
        r[4 * i + j] =
            a[4 * i] * b[j]
                + a[4 * i + 1] * b[4 + j]
                + a[4 * i + 2] * b[8 + j]
                + (j == 3 ? a[4 * i + 3] : 0);
      }
    }
    return new GlbTransform(r);
  }

  void apply(float[] p, int at, float[] out) {
    for (int i = 0; i < 3; i++) {
      out[i] =
          (float)
              (m[4 * i] * p[at]
                  + m[4 * i + 1] * p[at + 1]
                  + m[4 * i + 2] * p[at + 2]
                  + m[4 * i + 3]);
    }
  }
}
