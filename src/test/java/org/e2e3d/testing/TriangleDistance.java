package org.e2e3d.testing;

import org.e2e3d.engine.scene.TriangleMesh;

/**
 * Distance of points to a triangle mesh, by looking at every triangle; for tests of modest size.
 */
public final class TriangleDistance {
  private final double[] corners;

  /** The mesh whose surface is meant. */
  public TriangleDistance(TriangleMesh mesh) {
    corners = new double[9 * mesh.faceCount()];
    for (int i = 0; i < 3 * mesh.faceCount(); i++) {
      for (int k = 0; k < 3; k++) {
        corners[3 * i + k] = mesh.xyz()[3 * mesh.triangles()[i] + k];
      }
    }
  }

  /** Distance of a point to the nearest point of the surface. */
  public double of(double x, double y, double z) {
    double best = Double.POSITIVE_INFINITY;
    double[] p = {x, y, z};
    for (int o = 0; o < corners.length; o += 9) {
      if (boxSquared(p, o) < best) {
        best = Math.min(best, squared(p, o));
      }
    }
    return Math.sqrt(best);
  }

  /** Squared distance to the triangle's bounding box: a lower bound. */
  private double boxSquared(double[] p, int o) {
    double sum = 0;
    for (int k = 0; k < 3; k++) {
      double a = corners[o + k];
      double b = corners[o + 3 + k];
      double c = corners[o + 6 + k];
      double low = Math.min(a, Math.min(b, c)) - p[k];
      double high = p[k] - Math.max(a, Math.max(b, c));
      double d = Math.max(0, Math.max(low, high));
      sum += d * d;
    }
    return sum;
  }

  /**
   * Ericson, "Real-Time Collision Detection", 5.1.5: the region of the triangle that is nearest.
   */
  private double squared(double[] p, int o) {
    double[] ab = minus(o + 3, o);
    double[] ac = minus(o + 6, o);
    double[] ap = {p[0] - corners[o], p[1] - corners[o + 1], p[2] - corners[o + 2]};
    double d1 = dot(ab, ap);
    double d2 = dot(ac, ap);
    if (d1 <= 0 && d2 <= 0) {
      return along(ap, ab, 0, ac, 0);
    }
    double d3 = d1 - dot(ab, ab);
    double d4 = d2 - dot(ab, ac);
    if (d3 >= 0 && d4 <= d3) {
      return along(ap, ab, 1, ac, 0);
    }
    double vc = d1 * d4 - d3 * d2;
    if (vc <= 0 && d1 >= 0 && d3 <= 0) {
      return along(ap, ab, d1 / (d1 - d3), ac, 0);
    }
    double d5 = d1 - dot(ab, ac);
    double d6 = d2 - dot(ac, ac);
    if (d6 >= 0 && d5 <= d6) {
      return along(ap, ab, 0, ac, 1);
    }
    double vb = d5 * d2 - d1 * d6;
    if (vb <= 0 && d2 >= 0 && d6 <= 0) {
      return along(ap, ab, 0, ac, d2 / (d2 - d6));
    }
    double va = d3 * d6 - d5 * d4;
    if (va <= 0 && d4 - d3 >= 0 && d5 - d6 >= 0) {
      double w = (d4 - d3) / (d4 - d3 + d5 - d6);
      return along(ap, ab, 1 - w, ac, w);
    }
    double sum = va + vb + vc;
    return along(ap, ab, vb / sum, ac, vc / sum);
  }

  private double[] minus(int a, int b) {
    return new double[] {
      corners[a] - corners[b], corners[a + 1] - corners[b + 1], corners[a + 2] - corners[b + 2]
    };
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  private static double along(double[] p, double[] a, double u, double[] b, double v) {
    double sum = 0;
    for (int k = 0; k < 3; k++) {
      double d = p[k] - u * a[k] - v * b[k];
      sum += d * d;
    }
    return sum;
  }
}
