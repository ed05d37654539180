package org.e2e3d.engine.surface.cut;

import java.util.Arrays;
import org.e2e3d.engine.scene.TriangleMesh;

/** Space divided into what is free and what is not. */
public final class FreeSpace {
  private final Delaunay delaunay;
  private final boolean[] free;

  private FreeSpace(Delaunay delaunay, boolean[] free) {
    this.delaunay = delaunay;
    this.free = free;
  }

  /**
   * Divides space by what the views see.
   *
   * @param eyes places of the views by the numbers used in {@code cells}, three coordinates each
   * @param thickness how far behind a point matter is looked for, in spacings of the points
   * @param shape weight of facets' shape against one line of sight
   */
  public static FreeSpace of(
      PointCells cells, double[] eyes, double thickness, double shape, long seed, int threads) {
    SeenPoints points = cells.points();
    Delaunay delaunay = Delaunay.of(points.xyz(), points.size(), seed);
    Evidence evidence = new Evidence(delaunay, points, eyes, thickness);
    evidence.gather(threads);
    evidence.addShape(shape, threads);
    MinCut cut = new MinCut(delaunay.across, evidence.capacity, evidence.terminal);
    return new FreeSpace(delaunay, cut.sourceSide());
  }

  /** The facets between free space and the rest, seen from free space counter-clockwise. */
  public TriangleMesh surface() {
    int[] faces = new int[1024];
    int n = 0;
    for (int a = 0; a < 4 * delaunay.size(); a++) {
      int t = a >> 2;
      int o = delaunay.across[a];
      if (!delaunay.exists(t) || !free[t] || o < 0 || free[o >> 2]) {
        continue;
      }
      int i = a & 3;
      int u = delaunay.corner[4 * t + (i + 1 & 3)];
      int v = delaunay.corner[4 * t + (i + 2 & 3)];
      int w = delaunay.corner[4 * t + (i + 3 & 3)];
      if (delaunay.isFar(u) || delaunay.isFar(v) || delaunay.isFar(w)) {
        continue;
      }
      if (n + 3 > faces.length) {
        faces = Arrays.copyOf(faces, 2 * faces.length);
      }
      faces[n++] = u;
      faces[n++] = (i & 1) == 0 ? v : w;
      faces[n++] = (i & 1) == 0 ? w : v;
    }
    float[] xyz = new float[3 * delaunay.pointCount];
    for (int i = 0; i < xyz.length; i++) {
      xyz[i] = (float) delaunay.xyz[i];
    }
    return new TriangleMesh(xyz, Arrays.copyOf(faces, n), new byte[0]);
  }

  /** Answers for one thread; places asked about one after the other should be near each other. */
  public Probe probe() {
    return new Probe(this);
  }

  /** Tells whether places are free. */
  public static final class Probe {
    private final FreeSpace space;
    private final Locator locator;

    private Probe(FreeSpace space) {
      this.space = space;
      this.locator = new Locator(space.delaunay);
    }

    /** True if a place is free. */
    public boolean free(double x, double y, double z) {
      return space.free[locator.find(x, y, z)];
    }
  }
}
