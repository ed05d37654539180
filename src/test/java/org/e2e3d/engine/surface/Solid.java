package org.e2e3d.engine.surface;

/** A scene given by its signed distance, positive outside; never more than the true distance. */
interface Solid {
  double distance(double x, double y, double z);

  static Solid sphere(double cx, double cy, double cz, double radius) {
    return (x, y, z) ->
        Math.sqrt((x - cx) * (x - cx) + (y - cy) * (y - cy) + (z - cz) * (z - cz)) - radius;
  }

  /** An axis-aligned box given by its centre and half edges; exact distance. */
  static Solid box(double cx, double cy, double cz, double hx, double hy, double hz) {
    return (x, y, z) -> {
      double dx = Math.abs(x - cx) - hx;
      double dy = Math.abs(y - cy) - hy;
      double dz = Math.abs(z - cz) - hz;
      double ox = Math.max(dx, 0);
      double oy = Math.max(dy, 0);
      double oz = Math.max(dz, 0);
      return Math.sqrt(ox * ox + oy * oy + oz * oz) + Math.min(0, Math.max(dx, Math.max(dy, dz)));
    };
  }

  default Solid and(Solid other) {
    return (x, y, z) -> Math.min(distance(x, y, z), other.distance(x, y, z));
  }
}
