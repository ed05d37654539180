package org.e2e3d.testing;

import java.util.Random;
import org.e2e3d.engine.scene.Pose;

/** What there is to see, and how the cameras stand to it. World: z up. */
public enum SceneLayout {
  /** A ball of radius 1, cameras around it at distance 4, looking inwards. */
  ORBIT,
  /** The same ball, from one place, turning. */
  TURNING,
  /** A flat wall 4 wide, cameras before it on an arc. */
  FACADE,
  /** The inside of a room 6 wide and 3 high, cameras in it on a ring. */
  ROOM,
  /** A street, cameras moving along it and looking ahead. */
  STREET,
  /** Rough ground from above, cameras in rows at height 5, looking down. */
  SURVEY,
  /** The same, cameras on one line. */
  FLIGHT_LINE;

  /** Puts a point, and the direction that its surface faces, somewhere in the layout. */
  void place(Random random, double[] xyz, double[] normal, int o) {
    switch (this) {
      case ORBIT, TURNING -> {
        direction(random, normal, o);
        double r = 0.6 + 0.4 * random.nextDouble();
        for (int j = 0; j < 3; j++) {
          xyz[o + j] = r * normal[o + j];
        }
      }
      case FACADE -> {
        xyz[o + 1] = 4 * random.nextDouble() - 2;
        xyz[o + 2] = 3 * random.nextDouble() - 1.5;
        normal[o] = 1;
      }
      case ROOM -> {
        int axis = random.nextInt(3);
        double side = random.nextBoolean() ? 1 : -1;
        for (int j = 0; j < 3; j++) {
          double half = j == 2 ? 1.5 : 3;
          xyz[o + j] = half * (j == axis ? side : 2 * random.nextDouble() - 1);
        }
        xyz[o + axis] -= 0.4 * side * random.nextDouble();
        normal[o + axis] = -side;
      }
      case STREET -> {
        double side = random.nextBoolean() ? 1 : -1;
        xyz[o] = 25 * random.nextDouble();
        xyz[o + 1] = side * (1.5 + 2 * random.nextDouble());
        xyz[o + 2] = 4 * random.nextDouble() - 1.5;
        normal[o] = -1;
      }
      case SURVEY, FLIGHT_LINE -> {
        xyz[o] = 14 * random.nextDouble() - 7;
        xyz[o + 1] = 10 * random.nextDouble() - 5;
        xyz[o + 2] = 0.8 * random.nextDouble();
        normal[o + 2] = 1;
      }
    }
  }

  /**
   * The pose of view v.
   *
   * @param arc of an orbit, degrees
   */
  Pose pose(int v, int views, double arc) {
    double step = (double) v / Math.max(1, views - 1);
    double wobble = 0.05 * Math.sin(7.0 * v);
    switch (this) {
      case FACADE -> {
        double at = Math.toRadians(70) * (step - 0.5);
        double[] c = {4 * Math.cos(at), 4 * Math.sin(at), 0.6 * Math.sin(5.0 * v)};
        return look(c, new double[] {0, 0.2 * Math.sin(3.0 * v), wobble});
      }
      case ROOM -> {
        double at = 2 * Math.PI * v / views;
        double[] c = {1.2 * Math.cos(at), 1.2 * Math.sin(at), 6 * wobble};
        return look(c, new double[] {2 * c[0] + wobble, 2 * c[1], wobble});
      }
      case STREET -> {
        double[] c = {6 * step, 2 * wobble, wobble};
        return look(c, new double[] {6 * step + 5, wobble, 0.1});
      }
      case SURVEY, FLIGHT_LINE -> {
        int row = this == SURVEY ? v % 3 : 1;
        double along = this == SURVEY ? v / 3 * 3.0 / (views - 1) : step;
        double[] c = {8 * along - 4 + wobble, 2.0 * (row - 1), 5 + 2 * wobble};
        if (this == FLIGHT_LINE) {
          c = new double[] {8 * step - 4, 0, 5};
        }
        // down, the top of the picture to the north, the gimbal not quite level
        double[] x = unit(1, wobble, 0.3 * wobble);
        double[] z = unit(0.2 * wobble, wobble, -1);
        double d = x[0] * z[0] + x[1] * z[1] + x[2] * z[2];
        x = unit(x[0] - d * z[0], x[1] - d * z[1], x[2] - d * z[2]);
        return posed(c, x, z);
      }
      default -> {
        double at = Math.toRadians(arc) * v / Math.max(1, views - (arc < 360 ? 1 : 0));
        double height = 0.8 + 0.6 * Math.sin(5.0 * v);
        double[] c = {4 * Math.cos(at), 4 * Math.sin(at), height};
        double[] target = {
          0.2 * Math.sin(3.0 * v), 0.2 * Math.cos(4.0 * v), 0.1 * Math.sin(2.0 * v)
        };
        if (this == TURNING) {
          c = new double[] {4, 0, 0.8};
          target[1] += 0.12 * v;
        }
        return look(c, target);
      }
    }
  }

  /** A camera with a level horizon. */
  private static Pose look(double[] c, double[] target) {
    double[] z = unit(target[0] - c[0], target[1] - c[1], target[2] - c[2]);
    return posed(c, unit(z[1], -z[0], 0), z);
  }

  private static Pose posed(double[] c, double[] x, double[] z) {
    double[] y = {z[1] * x[2] - z[2] * x[1], z[2] * x[0] - z[0] * x[2], z[0] * x[1] - z[1] * x[0]};
    return Pose.fromCentre(new double[] {x[0], x[1], x[2], y[0], y[1], y[2], z[0], z[1], z[2]}, c);
  }

  private static void direction(Random random, double[] out, int o) {
    double n;
    do {
      n = 0;
      for (int j = 0; j < 3; j++) {
        out[o + j] = random.nextGaussian();
        n += out[o + j] * out[o + j];
      }
    } while (n < 1e-6);
    for (int j = 0; j < 3; j++) {
      out[o + j] /= Math.sqrt(n);
    }
  }

  private static double[] unit(double x, double y, double z) {
    double n = Math.sqrt(x * x + y * y + z * z);
    return new double[] {x / n, y / n, z / n};
  }
}
