package org.e2e3d.engine.sfm.geometry;

/** Symmetric 3x3 systems, stored as (xx, xy, xz, yy, yz, zz). */
public final class Linear3 {
  private Linear3() {}

  /**
   * Inverts a symmetric positive definite matrix.
   *
   * @param a 6 entries
   * @param out receives the 6 entries of the inverse; may be a
   * @return false if the matrix is singular to working precision (out is then undefined)
   */
  public static boolean invert(double[] a, double[] out) {
    double xx = a[0];
    double xy = a[1];
    double xz = a[2];
    double yy = a[3];
    double yz = a[4];
    double zz = a[5];
    double cxx = yy * zz - yz * yz;
    double cxy = xz * yz - xy * zz;
    double cxz = xy * yz - xz * yy;
    double det = xx * cxx + xy * cxy + xz * cxz;
    if (!(det > 1e-14 * Math.abs(xx * yy * zz)) || !(det > 0)) {
      return false;
    }
    double s = 1 / det;
    out[0] = s * cxx;
    out[1] = s * cxy;
    out[2] = s * cxz;
    out[3] = s * (xx * zz - xz * xz);
    out[4] = s * (xy * xz - xx * yz);
    out[5] = s * (xx * yy - xy * xy);
    return true;
  }

  /**
   * Solves a x = b for a symmetric positive definite matrix.
   *
   * @param x receives the solution; may be b
   * @return false if the matrix is singular
   */
  public static boolean solve(double[] a, double[] b, double[] x) {
    double[] i = new double[6];
    if (!invert(a, i)) {
      return false;
    }
    double b0 = b[0];
    double b1 = b[1];
    double b2 = b[2];
    x[0] = i[0] * b0 + i[1] * b1 + i[2] * b2;
    x[1] = i[1] * b0 + i[3] * b1 + i[4] * b2;
    x[2] = i[2] * b0 + i[4] * b1 + i[5] * b2;
    return true;
  }
}
