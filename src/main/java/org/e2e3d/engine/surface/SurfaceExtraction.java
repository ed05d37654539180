package org.e2e3d.engine.surface;

import java.util.Arrays;
import java.util.function.LongPredicate;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.stage.Workers;

/**
 * The zero level of a {@link VoxelGrid} as a mesh with shared vertices, by {@link MarchingCubes}.
 * Cubes with a corner that nothing is known about stay empty, so the surface ends where sight ends.
 */
final class SurfaceExtraction {
  private static final int PAD = VoxelGrid.EDGE + 1;
  private static final int PADDED = PAD * PAD * PAD;
  private static final short[] NO_EDGES = {};

  private final VoxelGrid grid;
  private final float minWeight;
  private final int threads;
  private final MarchingCubes cubes = new MarchingCubes();

  /** Codes (sample * 3 + axis) of the crossed edges that each block owns, ascending. */
  private final short[][] edges;

  private final int[] firstVertex;

  private SurfaceExtraction(VoxelGrid grid, float minWeight, int threads) {
    this.grid = grid;
    this.minWeight = minWeight;
    this.threads = threads;
    this.edges = new short[grid.blockCount()][];
    this.firstVertex = new int[grid.blockCount() + 1];
  }

  /**
   * Extracts the surface.
   *
   * @param minWeight samples with less weight count as unknown
   * @param own which blocks' faces are marked as the part's own
   * @return may hold vertices that no face uses
   */
  static Surface extract(VoxelGrid grid, double minWeight, int threads, LongPredicate own) {
    return new SurfaceExtraction(grid, (float) minWeight, threads).run(own);
  }

  private Surface run(LongPredicate own) {
    int n = grid.blockCount();
    float[][] points = new float[n][];
    forEachBlock((b, scratch) -> points[b] = crossings(b, scratch));
    for (int b = 0; b < n; b++) {
      firstVertex[b + 1] = firstVertex[b] + edges[b].length;
    }
    float[] xyz = new float[3 * firstVertex[n]];
    int[][] faces = new int[n][];
    boolean[][] closing = new boolean[n][];
    forEachBlock(
        (b, scratch) -> {
          System.arraycopy(points[b], 0, xyz, 3 * firstVertex[b], points[b].length);
          points[b] = null;
          faces[b] = faces(b, scratch);
          closing[b] = Arrays.copyOf(scratch.closing, faces[b].length / 3);
        });
    int total = 0;
    for (int[] f : faces) {
      total += f.length;
    }
    int[] triangles = new int[total];
    boolean[] all = new boolean[total / 3];
    boolean[] owned = new boolean[total / 3];
    int at = 0;
    for (int b = 0; b < n; b++) {
      System.arraycopy(faces[b], 0, triangles, at, faces[b].length);
      System.arraycopy(closing[b], 0, all, at / 3, closing[b].length);
      Arrays.fill(owned, at / 3, (at + faces[b].length) / 3, own.test(grid.blockKey(b)));
      at += faces[b].length;
    }
    return new Surface(new TriangleMesh(xyz, triangles, new byte[0]), all, owned);
  }

  private float[] crossings(int block, Scratch s) {
    grid.gather(block, 0, 1, s.distance, s.weight);
    long key = grid.blockKey(block);
    double h = grid.spacing();
    int n = 0;
    for (int z = 0; z < VoxelGrid.EDGE; z++) {
      for (int y = 0; y < VoxelGrid.EDGE; y++) {
        for (int x = 0; x < VoxelGrid.EDGE; x++) {
          int i = (z * PAD + y) * PAD + x;
          for (int axis = 0; axis < 3; axis++) {
            int j = i + (axis == 0 ? 1 : axis == 1 ? PAD : PAD * PAD);
            if (!known(s, i) || !known(s, j) || s.distance[i] < 0 == s.distance[j] < 0) {
              continue;
            }
            float t = s.distance[i] / (s.distance[i] - s.distance[j]);
            t = Math.min(0.99f, Math.max(0.01f, t));
            s.codes[n] = (short) (((z * 8 + y) * 8 + x) * 3 + axis);
            int bx = VoxelGrid.keyX(key) * VoxelGrid.EDGE;
            int by = VoxelGrid.keyY(key) * VoxelGrid.EDGE;
            int bz = VoxelGrid.keyZ(key) * VoxelGrid.EDGE;
            s.xyz[3 * n] = (float) (h * (bx + x + (axis == 0 ? t : 0)));
            s.xyz[3 * n + 1] = (float) (h * (by + y + (axis == 1 ? t : 0)));
            s.xyz[3 * n + 2] = (float) (h * (bz + z + (axis == 2 ? t : 0)));
            n++;
          }
        }
      }
    }
    edges[block] = n == 0 ? NO_EDGES : Arrays.copyOf(s.codes, n);
    return Arrays.copyOf(s.xyz, 3 * n);
  }

  private int[] faces(int block, Scratch s) {
    grid.gather(block, 0, 1, s.distance, s.weight);
    int n = 0;
    for (int z = 0; z < VoxelGrid.EDGE; z++) {
      for (int y = 0; y < VoxelGrid.EDGE; y++) {
        for (int x = 0; x < VoxelGrid.EDGE; x++) {
          int pattern = pattern(s, (z * PAD + y) * PAD + x);
          if (pattern <= 0 || pattern == 255) {
            continue;
          }
          int from = n / 3;
          for (int e : cubes.triangles(pattern)) {
            s.faces[n++] = vertex(block, x, y, z, e);
          }
          Arrays.fill(s.closing, from, n / 3, closing(s, (z * PAD + y) * PAD + x));
        }
      }
    }
    return Arrays.copyOf(s.faces, n);
  }

  /** The sign pattern of the cube at padded sample i, or -1 if a corner is unknown. */
  private int pattern(Scratch s, int i) {
    int pattern = 0;
    for (int c = 0; c < 8; c++) {
      int j = i + (c & 1) + (c >> 1 & 1) * PAD + (c >> 2) * PAD * PAD;
      if (!known(s, j)) {
        return -1;
      }
      if (s.distance[j] < 0) {
        pattern |= 1 << c;
      }
    }
    return pattern;
  }

  private boolean known(Scratch s, int i) {
    return s.weight[i] >= minWeight || s.weight[i] < 0;
  }

  /** True if a corner of the cube at padded sample i was not measured. */
  private static boolean closing(Scratch s, int i) {
    for (int c = 0; c < 8; c++) {
      if (s.weight[i + (c & 1) + (c >> 1 & 1) * PAD + (c >> 2) * PAD * PAD] < 0) {
        return true;
      }
    }
    return false;
  }

  private int vertex(int block, int x, int y, int z, int edge) {
    int corner = MarchingCubes.EDGE_START[edge];
    int axis = edge >> 2;
    int ex = x + (corner & 1);
    int ey = y + (corner >> 1 & 1);
    int ez = z + (corner >> 2);
    int owner = block;
    if (ex == 8 || ey == 8 || ez == 8) {
      long key = grid.blockKey(block);
      owner =
          grid.find(
              VoxelGrid.keyX(key) + (ex >> 3),
              VoxelGrid.keyY(key) + (ey >> 3),
              VoxelGrid.keyZ(key) + (ez >> 3));
    }
    short code = (short) ((((ez & 7) * 8 + (ey & 7)) * 8 + (ex & 7)) * 3 + axis);
    return firstVertex[owner] + Arrays.binarySearch(edges[owner], code);
  }

  private void forEachBlock(BlockTask task) {
    int n = grid.blockCount();
    int pieces = Math.min(n, 64);
    Workers.forEach(
        threads,
        pieces,
        piece -> {
          Scratch scratch = new Scratch();
          for (int b = (int) ((long) n * piece / pieces);
              b < (long) n * (piece + 1) / pieces;
              b++) {
            task.run(b, scratch);
          }
        });
  }

  private interface BlockTask {
    void run(int block, Scratch scratch);
  }

  private static final class Scratch {
    final float[] distance = new float[PADDED];
    final float[] weight = new float[PADDED];
    final short[] codes = new short[3 * VoxelGrid.VOLUME];
    final float[] xyz = new float[9 * VoxelGrid.VOLUME];
    final int[] faces = new int[36 * VoxelGrid.VOLUME];
    final boolean[] closing = new boolean[12 * VoxelGrid.VOLUME];
  }
}
