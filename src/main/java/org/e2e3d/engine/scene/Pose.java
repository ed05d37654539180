package org.e2e3d.engine.scene;

/**
 * A rigid transform from the world frame to the camera frame: {@code x_camera = R x_world + t}.
 *
 * <p>The rotation is a unit quaternion (w, x, y, z), as COLMAP writes it; constructors normalise
 * it.
 */
public record Pose(double qw, double qx, double qy, double qz, double tx, double ty, double tz) {

  /** World and camera frame coincide. */
  public static final Pose IDENTITY = new Pose(1, 0, 0, 0, 0, 0, 0);

  public Pose {
    double n = Math.sqrt(qw * qw + qx * qx + qy * qy + qz * qz);
    if (!(n > 0)) {
      throw new IllegalArgumentException("Pose: quaternion must not be zero or NaN");
    }
    if (Math.abs(n - 1) > 1e-14) { // else a stored pose would change in its last bit when read back
      qw /= n;
      qx /= n;
      qy /= n;
      qz /= n;
    }
  }

  /**
   * From a row-major 3x3 rotation matrix and a translation (Shepperd's method).
   *
   * @param r 9 entries, row-major, world to camera
   */
  public static Pose of(double[] r, double tx, double ty, double tz) {
    double trace = r[0] + r[4] + r[8];
    double w;
    double x;
    double y;
    double z;
    if (trace > 0) {
      double s = 2 * Math.sqrt(trace + 1);
      w = s / 4;
      x = (r[7] - r[5]) / s;
      y = (r[2] - r[6]) / s;
      z = (r[3] - r[1]) / s;
    } else if (r[0] > r[4] && r[0] > r[8]) {
      double s = 2 * Math.sqrt(1 + r[0] - r[4] - r[8]);
      w = (r[7] - r[5]) / s;
      x = s / 4;
      y = (r[1] + r[3]) / s;
      z = (r[2] + r[6]) / s;
    } else if (r[4] > r[8]) {
      double s = 2 * Math.sqrt(1 + r[4] - r[0] - r[8]);
      w = (r[2] - r[6]) / s;
      x = (r[1] + r[3]) / s;
      y = s / 4;
      z = (r[5] + r[7]) / s;
    } else {
      double s = 2 * Math.sqrt(1 + r[8] - r[0] - r[4]);
      w = (r[3] - r[1]) / s;
      x = (r[2] + r[6]) / s;
      y = (r[5] + r[7]) / s;
      z = s / 4;
    }
    return new Pose(w, x, y, z, tx, ty, tz);
  }

  /** From a row-major world-to-camera rotation and the camera centre in the world frame. */
  public static Pose fromCentre(double[] r, double[] centre) {
    return of(
        r,
        -(r[0] * centre[0] + r[1] * centre[1] + r[2] * centre[2]),
        -(r[3] * centre[0] + r[4] * centre[1] + r[5] * centre[2]),
        -(r[6] * centre[0] + r[7] * centre[1] + r[8] * centre[2]));
  }

  /** The world-to-camera rotation as a fresh row-major 3x3 matrix. */
  public double[] rotation() {
    return new double[] {
      1 - 2 * (qy * qy + qz * qz),
      2 * (qx * qy - qw * qz),
      2 * (qx * qz + qw * qy),
      2 * (qx * qy + qw * qz),
      1 - 2 * (qx * qx + qz * qz),
      2 * (qy * qz - qw * qx),
      2 * (qx * qz - qw * qy),
      2 * (qy * qz + qw * qx),
      1 - 2 * (qx * qx + qy * qy)
    };
  }

  /** The camera centre in the world frame, {@code -R^T t}, as a fresh array. */
  public double[] centre() {
    double[] r = rotation();
    return new double[] {
      -(r[0] * tx + r[3] * ty + r[6] * tz),
      -(r[1] * tx + r[4] * ty + r[7] * tz),
      -(r[2] * tx + r[5] * ty + r[8] * tz)
    };
  }

  /**
   * The pose of the same camera if its image is turned clockwise about the optical axis.
   *
   * @param quarterTurns any number; those of a full turn count nothing
   */
  public Pose turned(int quarterTurns) {
    double[] r = rotation();
    return switch (Math.floorMod(quarterTurns, 4)) {
      case 1 -> of(rows(r, 3, -1, 0, 1), -ty, tx, tz);
      case 2 -> of(rows(r, 0, -1, 3, -1), -tx, -ty, tz);
      case 3 -> of(rows(r, 3, 1, 0, -1), ty, -tx, tz);
      default -> this;
    };
  }

  private static double[] rows(double[] r, int first, int sign1, int second, int sign2) {
    double[] out = r.clone();
    for (int k = 0; k < 3; k++) {
      out[k] = sign1 * r[first + k];
      out[3 + k] = sign2 * r[second + k];
    }
    return out;
  }

  /** Transforms a world point; {@code out} receives camera-frame x, y, z. */
  public void apply(double x, double y, double z, double[] out) {
    double[] r = rotation();
    out[0] = r[0] * x + r[1] * y + r[2] * z + tx;
    out[1] = r[3] * x + r[4] * y + r[5] * z + ty;
    out[2] = r[6] * x + r[7] * y + r[8] * z + tz;
  }
}
