package org.e2e3d.engine.surface.cut;

/** Spheres through four points. */
final class Spheres {
  private Spheres() {}

  /**
   * The sphere through four points, offsets into p.
   *
   * @param out its centre and radius
   * @return false if the points lie in one plane as far as doubles tell
   */
  static boolean around(double[] p, int a, int b, int c, int d, double[] out) {
    double bx = p[b] - p[a];
    double by = p[b + 1] - p[a + 1];
    double bz = p[b + 2] - p[a + 2];
    double cx = p[c] - p[a];
    double cy = p[c + 1] - p[a + 1];
    double cz = p[c + 2] - p[a + 2];
    double dx = p[d] - p[a];
    double dy = p[d + 1] - p[a + 1];
    double dz = p[d + 2] - p[a + 2];
    double b2 = bx * bx + by * by + bz * bz;
    double c2 = cx * cx + cy * cy + cz * cz;
    double d2 = dx * dx + dy * dy + dz * dz;
    double mx = cy * dz - cz * dy;
    double my = cz * dx - cx * dz;
    double mz = cx * dy - cy * dx;
    double det = 2 * (bx * mx + by * my + bz * mz);
    if (det == 0) {
      return false;
    }
    double nx = dy * bz - dz * by;
    double ny = dz * bx - dx * bz;
    double nz = dx * by - dy * bx;
    double ox = by * cz - bz * cy;
    double oy = bz * cx - bx * cz;
    double oz = bx * cy - by * cx;
    double x = (b2 * mx + c2 * nx + d2 * ox) / det;
    double y = (b2 * my + c2 * ny + d2 * oy) / det;
    double z = (b2 * mz + c2 * nz + d2 * oz) / det;
    out[0] = p[a] + x;
    out[1] = p[a + 1] + y;
    out[2] = p[a + 2] + z;
    out[3] = Math.sqrt(x * x + y * y + z * z);
    return out[3] > 0 && out[3] < Double.MAX_VALUE;
  }
}
