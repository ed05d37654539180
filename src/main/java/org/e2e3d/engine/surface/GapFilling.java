package org.e2e3d.engine.surface;

import java.util.Arrays;
import java.util.function.LongPredicate;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.stage.Workers;
import org.e2e3d.engine.surface.cut.FreeSpace;
import org.e2e3d.engine.surface.cut.LongIntMap;

/**
 * Takes surface that bounds free space over into a lattice of signed distances where none was
 * measured, so that both come out as one surface. Measured distances stay.
 */
final class GapFilling {
  /** Samples on either side of the surface that are filled. */
  private static final double BAND = 3;

  /** The same where measured surface is only torn: enough to close cracks, not to grow its rims. */
  private static final double CRACK = 1.75;

  /** Distances from this share of the truncation on say only that a sample is free. */
  private static final double FREE = 0.95;

  private static final double FILLED = -0.5;

  /** A face whose box touches more blocks is not filled. */
  private static final double MOST_BLOCKS = 50_000;

  private final VoxelGrid grid;
  private final FreeSpace space;
  private final TriangleMesh bound;
  private final float minWeight;
  private final float free;
  private final int threads;

  /**
   * @param bound the boundary of free space, as {@link FreeSpace#surface}
   * @param minWeight samples with less weight are unknown
   * @param truncation distance in the lattice beyond which nothing more is said than free
   */
  GapFilling(
      VoxelGrid grid,
      FreeSpace space,
      TriangleMesh bound,
      double minWeight,
      double truncation,
      int threads) {
    this.grid = grid;
    this.space = space;
    this.bound = bound;
    this.minWeight = (float) minWeight;
    this.free = (float) (FREE * truncation);
    this.threads = threads;
  }

  /**
   * Fills the given gaps.
   *
   * @param wanted of the boundary's faces
   * @param refused faces where no surface shall be
   * @param inside which blocks the lattice may have
   * @return the lattice with the blocks that this needs
   */
  VoxelGrid fill(int[] wanted, int[] refused, LongPredicate inside) {
    LongIntMap touched = new LongIntMap(1024);
    double h = grid.spacing();
    double margin = BAND * h;
    Triangle triangle = new Triangle();
    double reach = (0.5 * VoxelGrid.EDGE * Math.sqrt(3) + BAND) * h;
    for (int f : withNeighbours(wanted, refused)) {
      forBlocks(
          f,
          margin,
          (x, y, z) -> {
            long key = VoxelGrid.key(x, y, z);
            if (!inside.test(key)) {
              return;
            }
            set(triangle, f);
            double half = 0.5 * (VoxelGrid.EDGE - 1) * h;
            double e = VoxelGrid.EDGE * h;
            if (triangle.squaredDistance(x * e + half, y * e + half, z * e + half)
                < reach * reach) {
              touched.put(key, 0);
            }
          });
    }
    LongIntMap gaps = new LongIntMap(touched.size());
    for (long key : touched.sortedKeys()) {
      gaps.put(key, 0);
    }
    for (int b = 0; b < grid.blockCount(); b++) {
      if (torn(b)) {
        touched.put(grid.blockKey(b), 0);
      }
    }
    long[] keys = touched.sortedKeys();
    VoxelGrid out = grid.extendedBy(Arrays.stream(keys).filter(k -> grid.find(k) < 0).toArray());
    for (int i = 0; i < keys.length; i++) {
      touched.put(keys[i], i);
    }
    int[][] near = facesOfBlocks(touched, keys.length, margin);
    boolean[] isRefused = new boolean[bound.faceCount()];
    for (int f : refused) {
      isRefused[f] = true;
    }
    int pieces = Math.min(64, keys.length);
    Workers.forEach(
        threads,
        pieces,
        piece -> {
          FreeSpace.Probe probe = space.probe();
          for (int k = (int) ((long) keys.length * piece / pieces);
              k < (long) keys.length * (piece + 1) / pieces;
              k++) {
            double band = gaps.get(keys[k]) >= 0 ? BAND : CRACK;
            fillBlock(out, keys[k], near[k], isRefused, band * h, probe);
          }
        });
    return out;
  }

  /** True if measured surface ends in a block because a sample next to it is unknown. */
  private boolean torn(int block) {
    int pad = VoxelGrid.EDGE + 1;
    float[] d = new float[pad * pad * pad];
    float[] w = new float[pad * pad * pad];
    grid.gather(block, 0, 1, d, w);
    for (int z = 0; z < VoxelGrid.EDGE; z++) {
      for (int y = 0; y < VoxelGrid.EDGE; y++) {
        for (int x = 0; x < VoxelGrid.EDGE; x++) {
          int inside = 0;
          int outside = 0;
          for (int c = 0; c < 8; c++) {
            int i = ((z + (c >> 2)) * pad + y + (c >> 1 & 1)) * pad + x + (c & 1);
            if (w[i] >= minWeight && d[i] < free) {
              inside += d[i] < 0 ? 1 : 0;
              outside += d[i] < 0 ? 0 : 1;
            }
          }
          if (inside > 0 && outside > 0 && inside + outside < 8) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** The given faces and those that touch them: what is filled overlaps with what was measured. */
  private int[] withNeighbours(int[] wanted, int[] refused) {
    int[] t = bound.triangles();
    boolean[] corner = new boolean[bound.vertexCount()];
    for (int f : wanted) {
      corner[t[3 * f]] = true;
      corner[t[3 * f + 1]] = true;
      corner[t[3 * f + 2]] = true;
    }
    boolean[] not = new boolean[bound.faceCount()];
    for (int f : refused) {
      not[f] = true;
    }
    int[] out = new int[bound.faceCount()];
    int n = 0;
    for (int f = 0; f < bound.faceCount(); f++) {
      if (!not[f] && (corner[t[3 * f]] || corner[t[3 * f + 1]] || corner[t[3 * f + 2]])) {
        out[n++] = f;
      }
    }
    return Arrays.copyOf(out, n);
  }

  private int[][] facesOfBlocks(LongIntMap blocks, int count, double margin) {
    int[][] faces = new int[count][];
    int[] size = new int[count];
    Arrays.setAll(faces, b -> new int[8]);
    long[] keys = blocks.sortedKeys();
    for (int f = 0; f < bound.faceCount(); f++) {
      int face = f;
      if (blocksAround(bound, f, grid.spacing(), margin) > keys.length) {
        for (long key : keys) {
          if (touches(f, key, margin)) {
            note(faces, size, blocks.get(key), face);
          }
        }
        continue;
      }
      forBlocks(
          f,
          margin,
          (x, y, z) -> {
            int b = blocks.get(VoxelGrid.key(x, y, z));
            if (b >= 0) {
              note(faces, size, b, face);
            }
          });
    }
    for (int b = 0; b < count; b++) {
      faces[b] = Arrays.copyOf(faces[b], size[b]);
    }
    return faces;
  }

  private static void note(int[][] faces, int[] size, int b, int face) {
    if (size[b] == faces[b].length) {
      faces[b] = Arrays.copyOf(faces[b], 2 * size[b]);
    }
    faces[b][size[b]++] = face;
  }

  private boolean touches(int f, long key, double margin) {
    double e = VoxelGrid.EDGE * grid.spacing();
    int[] at = {VoxelGrid.keyX(key), VoxelGrid.keyY(key), VoxelGrid.keyZ(key)};
    for (int k = 0; k < 3; k++) {
      if (at[k] * e > high(bound, f, k) + margin || (at[k] + 1) * e < low(bound, f, k) - margin) {
        return false;
      }
    }
    return true;
  }

  /** How many blocks the box around a face and its margin touches. */
  private static double blocksAround(TriangleMesh bound, int f, double spacing, double margin) {
    double e = VoxelGrid.EDGE * spacing;
    double n = 1;
    for (int k = 0; k < 3; k++) {
      n *=
          Math.floor((high(bound, f, k) + margin) / e)
              - Math.floor((low(bound, f, k) - margin) / e)
              + 1;
    }
    return n;
  }

  /** True if a face is so large that it cannot be the bottom of a gap. */
  static boolean tooLarge(TriangleMesh bound, int f, double spacing) {
    return blocksAround(bound, f, spacing, BAND * spacing) > MOST_BLOCKS;
  }

  private void fillBlock(
      VoxelGrid out, long key, int[] faces, boolean[] refused, double band, FreeSpace.Probe probe) {
    double h = grid.spacing();
    int x0 = VoxelGrid.keyX(key) * VoxelGrid.EDGE;
    int y0 = VoxelGrid.keyY(key) * VoxelGrid.EDGE;
    int z0 = VoxelGrid.keyZ(key) * VoxelGrid.EDGE;
    double[] nearest = new double[VoxelGrid.VOLUME];
    double[] others = new double[VoxelGrid.VOLUME];
    Arrays.fill(nearest, band * band);
    Arrays.fill(others, Double.MAX_VALUE);
    Triangle triangle = new Triangle();
    int[] box = new int[6];
    for (int f : faces) {
      set(triangle, f);
      samples(f, box, x0, y0, z0);
      for (int k = box[2]; k <= box[5]; k++) {
        for (int j = box[1]; j <= box[4]; j++) {
          for (int i = box[0]; i <= box[3]; i++) {
            double d = triangle.squaredDistance((x0 + i) * h, (y0 + j) * h, (z0 + k) * h);
            int s = (k * 8 + j) * 8 + i;
            if (refused[f]) {
              others[s] = Math.min(others[s], d);
            } else {
              nearest[s] = Math.min(nearest[s], d);
            }
          }
        }
      }
    }
    int b = out.find(key);
    float[] d = out.distance(b);
    float[] w = out.weight(b);
    for (int s = 0; s < VoxelGrid.VOLUME; s++) {
      boolean known = w[s] >= minWeight;
      if (nearest[s] >= band * band || others[s] < nearest[s] || known && d[s] < free) {
        continue;
      }
      boolean outside =
          probe.free((x0 + (s & 7)) * h, (y0 + (s >> 3 & 7)) * h, (z0 + (s >> 6)) * h);
      d[s] = (float) (outside ? Math.sqrt(nearest[s]) : -Math.sqrt(nearest[s]));
      w[s] = (float) FILLED;
    }
  }

  private void set(Triangle triangle, int f) {
    int[] t = bound.triangles();
    triangle.set(bound.xyz(), 3 * t[3 * f], 3 * t[3 * f + 1], 3 * t[3 * f + 2]);
  }

  /** Samples of a block, 0..7 on each axis, within the band around a face's box. */
  private void samples(int f, int[] box, int x0, int y0, int z0) {
    double h = grid.spacing();
    int[] first = {x0, y0, z0};
    for (int k = 0; k < 3; k++) {
      box[k] = Math.max(0, (int) Math.ceil(low(bound, f, k) / h - BAND) - first[k]);
      box[3 + k] = Math.min(7, (int) Math.floor(high(bound, f, k) / h + BAND) - first[k]);
    }
  }

  private void forBlocks(int f, double margin, Visitor visitor) {
    double e = VoxelGrid.EDGE * grid.spacing();
    int x1 = (int) Math.floor((high(bound, f, 0) + margin) / e);
    int y1 = (int) Math.floor((high(bound, f, 1) + margin) / e);
    int z1 = (int) Math.floor((high(bound, f, 2) + margin) / e);
    for (int z = (int) Math.floor((low(bound, f, 2) - margin) / e); z <= z1; z++) {
      for (int y = (int) Math.floor((low(bound, f, 1) - margin) / e); y <= y1; y++) {
        for (int x = (int) Math.floor((low(bound, f, 0) - margin) / e); x <= x1; x++) {
          visitor.visit(x, y, z);
        }
      }
    }
  }

  private static double low(TriangleMesh bound, int f, int axis) {
    int[] t = bound.triangles();
    float[] p = bound.xyz();
    return Math.min(
        p[3 * t[3 * f] + axis], Math.min(p[3 * t[3 * f + 1] + axis], p[3 * t[3 * f + 2] + axis]));
  }

  private static double high(TriangleMesh bound, int f, int axis) {
    int[] t = bound.triangles();
    float[] p = bound.xyz();
    return Math.max(
        p[3 * t[3 * f] + axis], Math.max(p[3 * t[3 * f + 1] + axis], p[3 * t[3 * f + 2] + axis]));
  }

  private interface Visitor {
    void visit(int x, int y, int z);
  }
}
