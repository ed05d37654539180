package org.e2e3d.engine.surface.cut;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.e2e3d.engine.stage.Workers;

/**
 * What the lines of sight say about the tetrahedra (Labatut, Pons and Keriven, "Robust and
 * efficient surface reconstruction from range data", CGF 28(8), 2009; Vu, Labatut, Pons and
 * Keriven, "High accuracy and visibility-consistent dense multiview stereo", PAMI 34(5), 2012):
 * what lies between a view and its point is free, what lies a little behind the point is not, and
 * near the point little is said. Sums are of whole numbers, so they do not depend on their order.
 */
final class Evidence {
  /** Weight of a line of sight that is fully believed. */
  static final int UNIT = 64;

  /** Capacity from the source to where the cameras stand. */
  private static final int CERTAIN = 1 << 29;

  private static final int PIECES = 256;
  private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(int[].class);

  private final Delaunay delaunay;
  private final SeenPoints points;
  private final double[] eyes;
  private final double thickness;

  /**
   * Of each facet, 4 * tetrahedron + i: what leaving the tetrahedron through it is said to cost.
   */
  final int[] capacity;

  /** Of each tetrahedron: above 0 for free, below 0 for not. */
  final int[] terminal;

  /**
   * @param eyes places of the views by their number, three coordinates each
   * @param thickness how far behind a point matter is looked for, in spacings
   */
  Evidence(Delaunay delaunay, SeenPoints points, double[] eyes, double thickness) {
    this.delaunay = delaunay;
    this.points = points;
    this.eyes = eyes;
    this.thickness = thickness;
    capacity = new int[4 * delaunay.size()];
    terminal = new int[delaunay.size()];
  }

  /** Follows every line of sight. */
  void gather(int threads) {
    int n = points.size();
    int[] free = new int[delaunay.size()];
    Workers.forEach(
        threads,
        PIECES,
        piece -> {
          RayWalk walk = new RayWalk(delaunay);
          for (int v = (int) ((long) n * piece / PIECES);
              v < (long) n * (piece + 1) / PIECES;
              v++) {
            if (delaunay.home[v] < 0) {
              continue;
            }
            for (int i = PointCells.VIEWS * v; i < PointCells.VIEWS * (v + 1); i++) {
              int view = points.views()[i];
              if (view < 0) {
                break;
              }
              int weight = Math.max(1, Math.round(UNIT * Math.min(1, points.trusts()[i])));
              follow(walk, v, view, weight, free);
            }
          }
        });
    for (int t = 0; t < free.length; t++) {
      if (free[t] > 0) {
        terminal[t] = CERTAIN;
      }
    }
  }

  private void follow(RayWalk walk, int v, int view, int weight, int[] free) {
    double x = eyes[3 * view] - delaunay.xyz[3 * v];
    double y = eyes[3 * view + 1] - delaunay.xyz[3 * v + 1];
    double z = eyes[3 * view + 2] - delaunay.xyz[3 * v + 2];
    double length = Math.sqrt(x * x + y * y + z * z);
    if (!(length > 0)) {
      return;
    }
    double sigma = thickness * points.spacing()[v];
    double scale = length / sigma;
    if (walk.start(v, x, y, z)) {
      boolean more = true;
      while (more && walk.at() < 1) {
        int w = near(weight, walk.at() * scale);
        int entry = delaunay.across[walk.exit()];
        if (w > 0 && entry >= 0) {
          ENTRY.getAndAdd(capacity, entry, w);
        }
        more = walk.step();
      }
      free[walk.exit() >> 2] = 1;
    }
    double k = -1 / length;
    if (walk.start(v, x * k, y * k, z * k)) {
      boolean more = true;
      while (more && walk.at() < sigma) {
        int w = near(weight, walk.at() / sigma);
        if (w > 0) {
          ENTRY.getAndAdd(capacity, walk.exit(), w);
        }
        more = walk.step();
      }
      ENTRY.getAndAdd(terminal, walk.exit() >> 2, -weight);
    }
  }

  /** The weight of what is said so many sigmas from the point. */
  private static int near(int weight, double sigmas) {
    return sigmas > 4 ? weight : (int) Math.round(weight * (1 - Math.exp(-0.5 * sigmas * sigmas)));
  }

  /**
   * Makes facets cost what their shape says: little where the empty spheres of both sides are
   * large, as at a well sampled surface, much across it (Labatut et al., section 4.4).
   */
  void addShape(double weight, int threads) {
    int n = delaunay.size();
    float[] cosine = new float[4 * n];
    Workers.forEach(
        threads,
        PIECES,
        piece -> {
          double[] centre = new double[4];
          for (int t = (int) ((long) n * piece / PIECES);
              t < (long) n * (piece + 1) / PIECES;
              t++) {
            if (delaunay.exists(t)) {
              cosines(t, centre, cosine);
            }
          }
        });
    for (int a = 0; a < cosine.length; a++) {
      int b = delaunay.across[a];
      if (delaunay.exists(a >> 2) && b >= 0) {
        float least = Math.min(cosine[a], cosine[b]);
        capacity[a] += (int) Math.round(UNIT * weight * (1 - least));
      }
    }
  }

  private void cosines(int t, double[] centre, float[] cosine) {
    int[] c = Arrays.copyOfRange(delaunay.corner, 4 * t, 4 * t + 4);
    double[] p = delaunay.xyz;
    if (!Spheres.around(p, 3 * c[0], 3 * c[1], 3 * c[2], 3 * c[3], centre)) {
      return;
    }
    for (int i = 0; i < 4; i++) {
      int a = 3 * c[i + 1 & 3];
      int b = 3 * c[i + 2 & 3];
      int d = 3 * c[i + 3 & 3];
      double ux = p[b] - p[a];
      double uy = p[b + 1] - p[a + 1];
      double uz = p[b + 2] - p[a + 2];
      double vx = p[d] - p[a];
      double vy = p[d + 1] - p[a + 1];
      double vz = p[d + 2] - p[a + 2];
      double nx = uy * vz - uz * vy;
      double ny = uz * vx - ux * vz;
      double nz = ux * vy - uy * vx;
      double norm = Math.sqrt(nx * nx + ny * ny + nz * nz) * centre[3];
      double inward = (i & 1) == 0 ? 1 : -1;
      cosine[4 * t + i] =
          (float)
              (inward
                  * (nx * (centre[0] - p[a])
                      + ny * (centre[1] - p[a + 1])
                      + nz * (centre[2] - p[a + 2]))
                  / norm);
    }
  }
}
