package org.e2e3d.engine.surface.cut;

import java.math.BigDecimal;

/**
 * The signs of two determinants, never wrong: computed in doubles, and exactly where rounding could
 * change the sign (after Shewchuk, "Adaptive precision floating-point arithmetic and fast robust
 * geometric predicates", Discrete & Computational Geometry 18, 1997; the error bounds are his).
 */
final class Predicates {
  private static final double EPSILON = 0x1p-53;
  private static final double ORIENT_BOUND = (7 + 56 * EPSILON) * EPSILON;
  private static final double SPHERE_BOUND = (16 + 224 * EPSILON) * EPSILON;

  private Predicates() {}

  /**
   * Positive if point d lies below the plane of a, b, c, which run counter-clockwise seen from
   * above; 0 if the four lie in one plane. Points are offsets into p, x y z in a row.
   */
  static int orient(double[] p, int a, int b, int c, int d) {
    double adx = p[a] - p[d];
    double ady = p[a + 1] - p[d + 1];
    double adz = p[a + 2] - p[d + 2];
    double bdx = p[b] - p[d];
    double bdy = p[b + 1] - p[d + 1];
    double bdz = p[b + 2] - p[d + 2];
    double cdx = p[c] - p[d];
    double cdy = p[c + 1] - p[d + 1];
    double cdz = p[c + 2] - p[d + 2];
    double bc = bdx * cdy;
    double cb = cdx * bdy;
    double ca = cdx * ady;
    double ac = adx * cdy;
    double ab = adx * bdy;
    double ba = bdx * ady;
    double det = adz * (bc - cb) + bdz * (ca - ac) + cdz * (ab - ba);
    double size =
        (Math.abs(bc) + Math.abs(cb)) * Math.abs(adz)
            + (Math.abs(ca) + Math.abs(ac)) * Math.abs(bdz)
            + (Math.abs(ab) + Math.abs(ba)) * Math.abs(cdz);
    double bound = ORIENT_BOUND * size;
    if (det > bound || -det > bound) {
      return det > 0 ? 1 : -1;
    }
    return size == 0 ? 0 : exactOrient(p, a, b, c, d);
  }

  /**
   * Positive if point e lies inside the sphere through a, b, c, d, of which {@link #orient} is
   * positive; 0 if it lies on it.
   */
  static int inSphere(double[] p, int a, int b, int c, int d, int e) {
    double aex = p[a] - p[e];
    double aey = p[a + 1] - p[e + 1];
    double aez = p[a + 2] - p[e + 2];
    double bex = p[b] - p[e];
    double bey = p[b + 1] - p[e + 1];
    double bez = p[b + 2] - p[e + 2];
    double cex = p[c] - p[e];
    double cey = p[c + 1] - p[e + 1];
    double cez = p[c + 2] - p[e + 2];
    double dex = p[d] - p[e];
    double dey = p[d + 1] - p[e + 1];
    double dez = p[d + 2] - p[e + 2];
    double ab = aex * bey - bex * aey;
    double bc = bex * cey - cex * bey;
    double cd = cex * dey - dex * cey;
    double da = dex * aey - aex * dey;
    double ac = aex * cey - cex * aey;
    double bd = bex * dey - dex * bey;
    double abc = aez * bc - bez * ac + cez * ab;
    double bcd = bez * cd - cez * bd + dez * bc;
    double cda = cez * da + dez * ac + aez * cd;
    double dab = dez * ab + aez * bd + bez * da;
    double al = aex * aex + aey * aey + aez * aez;
    double bl = bex * bex + bey * bey + bez * bez;
    double cl = cex * cex + cey * cey + cez * cez;
    double dl = dex * dex + dey * dey + dez * dez;
    double det = dl * abc - cl * dab + (bl * cda - al * bcd);
    double mab = Math.abs(aex * bey) + Math.abs(bex * aey);
    double mbc = Math.abs(bex * cey) + Math.abs(cex * bey);
    double mcd = Math.abs(cex * dey) + Math.abs(dex * cey);
    double mda = Math.abs(dex * aey) + Math.abs(aex * dey);
    double mac = Math.abs(aex * cey) + Math.abs(cex * aey);
    double mbd = Math.abs(bex * dey) + Math.abs(dex * bey);
    double za = Math.abs(aez);
    double zb = Math.abs(bez);
    double zc = Math.abs(cez);
    double zd = Math.abs(dez);
    double size =
        (mcd * zb + mbd * zc + mbc * zd) * al
            + (mda * zc + mac * zd + mcd * za) * bl
            + (mab * zd + mbd * za + mda * zb) * cl
            + (mbc * za + mac * zb + mab * zc) * dl;
    double bound = SPHERE_BOUND * size;
    if (det > bound || -det > bound) {
      return det > 0 ? 1 : -1;
    }
    return exactInSphere(p, a, b, c, d, e);
  }

  private static int exactOrient(double[] p, int a, int b, int c, int d) {
    BigDecimal[] u = minus(p, a, d);
    BigDecimal[] v = minus(p, b, d);
    BigDecimal[] w = minus(p, c, d);
    return determinant(u, v, w).signum();
  }

  private static int exactInSphere(double[] p, int a, int b, int c, int d, int e) {
    BigDecimal[] u = minus(p, a, e);
    BigDecimal[] v = minus(p, b, e);
    BigDecimal[] w = minus(p, c, e);
    BigDecimal[] x = minus(p, d, e);
    return square(x)
        .multiply(determinant(u, v, w))
        .subtract(square(w).multiply(determinant(u, v, x)))
        .add(square(v).multiply(determinant(u, w, x)))
        .subtract(square(u).multiply(determinant(v, w, x)))
        .signum();
  }

  private static BigDecimal[] minus(double[] p, int a, int b) {
    BigDecimal[] out = new BigDecimal[3];
    for (int k = 0; k < 3; k++) {
      out[k] = new BigDecimal(p[a + k]).subtract(new BigDecimal(p[b + k]));
    }
    return out;
  }

  private static BigDecimal square(BigDecimal[] u) {
    return u[0].multiply(u[0]).add(u[1].multiply(u[1])).add(u[2].multiply(u[2]));
  }

  private static BigDecimal determinant(BigDecimal[] u, BigDecimal[] v, BigDecimal[] w) {
    BigDecimal x = v[1].multiply(w[2]).subtract(v[2].multiply(w[1]));
    BigDecimal y = v[2].multiply(w[0]).subtract(v[0].multiply(w[2]));
    BigDecimal z = v[0].multiply(w[1]).subtract(v[1].multiply(w[0]));
    return u[0].multiply(x).add(u[1].multiply(y)).add(u[2].multiply(z));
  }
}
