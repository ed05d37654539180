package org.e2e3d.engine.surface;

import org.e2e3d.engine.stage.Workers;
import org.e2e3d.engine.surface.cut.LongIntMap;

/**
 * Fuses range images into a {@link VoxelGrid} of truncated signed distances (Curless and Levoy, "A
 * volumetric method for building complex models from range images", SIGGRAPH 1996). Distances are
 * measured to the tangent plane of the pixel hit, not along its ray, so that obliquely seen
 * surfaces are not thickened; samples in front of a seen surface gather evidence of free space,
 * which outvotes false surfaces; evidence fades behind a surface, so that the far side of a thin
 * part is left to the views that see it.
 */
final class DepthFusion {
  private static final int MAX_COUNT = 1 << 20;

  private final VoxelGrid grid;
  private final double truncation;
  private final float freeWeight;
  private final int threads;

  /**
   * @param truncation distance in world units beyond which nothing more is said than free
   * @param freeWeight weight of a sample seen through, relative to one near the surface
   */
  DepthFusion(VoxelGrid grid, double truncation, double freeWeight, int threads) {
    this.grid = grid;
    this.truncation = truncation;
    this.freeWeight = (float) freeWeight;
    this.threads = threads;
  }

  /**
   * The blocks that lie within {@code band} of the image's surfaces are added to {@code found}.
   *
   * @param found keys as {@link VoxelGrid#key}; values are not used
   */
  static void collectBlocks(RangeImage image, double spacing, double band, LongIntMap found) {
    double block = spacing * VoxelGrid.EDGE;
    double[] r = image.rotation;
    double[] t = image.translation;
    double ox = -(r[0] * t[0] + r[3] * t[1] + r[6] * t[2]);
    double oy = -(r[1] * t[0] + r[4] * t[1] + r[7] * t[2]);
    double oz = -(r[2] * t[0] + r[5] * t[1] + r[8] * t[2]);
    long last = -1;
    for (int y = 0; y < image.height; y++) {
      for (int x = 0; x < image.width; x++) {
        int i = y * image.width + x;
        if (image.inverse[i] == 0) {
          continue;
        }
        double z = 1 / image.inverse[i];
        double cx = (x + 0.5 - image.cx) / image.fx;
        double cy = (y + 0.5 - image.cy) / image.fy;
        double dx = r[0] * cx + r[3] * cy + r[6];
        double dy = r[1] * cx + r[4] * cy + r[7];
        double dz = r[2] * cx + r[5] * cy + r[8];
        double px = ox + dx * z;
        double py = oy + dy * z;
        double pz = oz + dz * z;
        // every block that the cube of half edge `band` around the point touches
        int x0 = (int) Math.floor((px - band) / block);
        int y0 = (int) Math.floor((py - band) / block);
        int z0 = (int) Math.floor((pz - band) / block);
        int x1 = (int) Math.floor((px + band) / block);
        int y1 = (int) Math.floor((py + band) / block);
        int z1 = (int) Math.floor((pz + band) / block);
        if (outOfRange(x0, x1) || outOfRange(y0, y1) || outOfRange(z0, z1)) {
          continue;
        }
        for (int bz = z0; bz <= z1; bz++) {
          for (int by = y0; by <= y1; by++) {
            for (int bx = x0; bx <= x1; bx++) {
              long key = VoxelGrid.key(bx, by, bz);
              if (key != last) {
                found.put(key, 0);
                last = key;
              }
            }
          }
        }
      }
    }
  }

  private static boolean outOfRange(int low, int high) {
    return low < -MAX_COUNT || high >= MAX_COUNT;
  }

  /** Adds what one image says to every block it sees. */
  void add(RangeImage image) {
    int pieces = Math.min(grid.blockCount(), 64);
    Workers.forEach(
        threads,
        pieces,
        piece -> {
          long n = grid.blockCount();
          for (int b = (int) (n * piece / pieces); b < n * (piece + 1) / pieces; b++) {
            addTo(b, image);
          }
        });
  }

  private void addTo(int block, RangeImage image) {
    double h = grid.spacing();
    long key = grid.blockKey(block);
    double wx = h * VoxelGrid.EDGE * VoxelGrid.keyX(key);
    double wy = h * VoxelGrid.EDGE * VoxelGrid.keyY(key);
    double wz = h * VoxelGrid.EDGE * VoxelGrid.keyZ(key);
    double[] r = image.rotation;
    double[] t = image.translation;
    double mid = h * (VoxelGrid.EDGE - 1) / 2;
    double mz = r[6] * (wx + mid) + r[7] * (wy + mid) + r[8] * (wz + mid) + t[2];
    double radius = mid * 1.7320508;
    if (mz - radius <= 0) {
      return;
    }
    double mx = r[0] * (wx + mid) + r[1] * (wy + mid) + r[2] * (wz + mid) + t[0];
    double my = r[3] * (wx + mid) + r[4] * (wy + mid) + r[5] * (wz + mid) + t[1];
    double u = image.fx * mx / mz + image.cx;
    double v = image.fy * my / mz + image.cy;
    double reach = 1.5 * radius * Math.max(image.fx, image.fy) / (mz - radius) + 2;
    if (u < -reach || v < -reach || u > image.width + reach || v > image.height + reach) {
      return;
    }
    float[] d = grid.distance(block);
    float[] w = grid.weight(block);
    for (int k = 0; k < VoxelGrid.EDGE; k++) {
      for (int j = 0; j < VoxelGrid.EDGE; j++) {
        double x = r[0] * wx + r[1] * (wy + h * j) + r[2] * (wz + h * k) + t[0];
        double y = r[3] * wx + r[4] * (wy + h * j) + r[5] * (wz + h * k) + t[1];
        double z = r[6] * wx + r[7] * (wy + h * j) + r[8] * (wz + h * k) + t[2];
        int at = (k * VoxelGrid.EDGE + j) * VoxelGrid.EDGE;
        addRow(image, x, y, z, d, w, at);
      }
    }
  }

  /** One row of eight samples along x, starting at camera-frame point (x, y, z). */
  private void addRow(
      RangeImage image, double x, double y, double z, float[] d, float[] w, int at) {
    double h = grid.spacing();
    double sx = image.rotation[0] * h;
    double sy = image.rotation[3] * h;
    double sz = image.rotation[6] * h;
    int width = image.width;
    float near = (float) truncation;
    for (int i = 0; i < VoxelGrid.EDGE; i++, x += sx, y += sy, z += sz) {
      if (z <= 0) {
        continue;
      }
      double iz = 1 / z;
      float u = (float) (image.fx * x * iz + image.cx - 0.5);
      float v = (float) (image.fy * y * iz + image.cy - 0.5);
      if (!(u > -0.5f && v > -0.5f && u < width - 0.5f && v < image.height - 0.5f)) {
        continue;
      }
      int pu = (int) (u + 0.5f);
      int pv = (int) (v + 0.5f);
      int p = pv * width + pu;
      float inverse = image.inverse[p];
      if (inverse == 0) {
        continue;
      }
      int cu = (int) u;
      int cv = (int) v;
      int c = cv * width + cu;
      if (u >= 0 && v >= 0 && image.smooth[c]) {
        float a = u - cu;
        float b = v - cv;
        float top = image.inverse[c] + a * (image.inverse[c + 1] - image.inverse[c]);
        float low =
            image.inverse[c + width]
                + a * (image.inverse[c + width + 1] - image.inverse[c + width]);
        inverse = top + b * (low - top);
      }
      float s = (float) (1 / inverse - z) * image.slope[p];
      float trust = image.trust[p];
      if (s < 0) {
        if (s < -near) {
          continue;
        }
        trust *= Math.min(1, 1.5f * (1 + s / near));
      } else if (s > near) {
        s = near;
        trust *= freeWeight;
      }
      float total = w[at + i] + trust;
      if (total > 0) {
        d[at + i] += (s - d[at + i]) * trust / total;
        w[at + i] = total;
      }
    }
  }
}
