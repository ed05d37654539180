package org.e2e3d.engine.surface;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import org.e2e3d.engine.dense.DepthMapFile;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.stage.StageContext;
import org.e2e3d.engine.surface.cut.FreeSpace;
import org.e2e3d.engine.surface.cut.PointCells;

/**
 * Closes gaps in a scene's measured surface by the boundary of its free space. First every part of
 * the lattice is looked at, then it is chosen for the whole which gaps are closed, then this is
 * done part by part.
 */
final class Closing {
  /** How far behind its points surface may lie, in their spacings. */
  private static final double THICKNESS = 1;

  /** Weight of a facet's shape against one line of sight. */
  private static final double SHAPE = 1;

  private final SurfaceOptions options;
  private final StageContext context;
  private final double spacing;
  private final FreeSpace space;
  private final TriangleMesh bound;
  private final boolean[] gap;
  private int[] wanted = {};
  private int[] refused = {};

  /**
   * @param spacing of the lattice
   * @param cells points of all views
   * @param eyes places of the views, three coordinates each
   */
  Closing(
      SurfaceOptions options,
      StageContext context,
      double spacing,
      PointCells cells,
      double[] eyes) {
    this.options = options;
    this.context = context;
    this.spacing = spacing;
    context.progress(0.4, "finding free space");
    space = FreeSpace.of(cells, eyes, THICKNESS, SHAPE, context.seed(), context.threads());
    bound = space.surface();
    gap = new boolean[bound.faceCount()];
  }

  /** Finds the gaps of a part. */
  void look(VoxelGrid grid, LatticePart part) {
    new Gaps(grid, bound, options.minWeight(), context.threads()).mark(part, gap);
  }

  /** Chooses among the gaps of all parts. */
  void choose(List<Path> maps) throws IOException {
    int[] gaps = IntStream.range(0, gap.length).filter(f -> gap[f]).toArray();
    FacetSupport support = new FacetSupport(bound, gaps, 2 * spacing, context.threads());
    for (int i = 0; i < maps.size(); i++) {
      context.progress(0.5 + 0.05 * i / maps.size(), "asking view " + (i + 1) + " about gaps");
      support.ask(DepthMapFile.read(maps.get(i)));
    }
    context.progress(0.55, "closing gaps");
    boolean[] supported = new boolean[gaps.length];
    for (int i = 0; i < gaps.length; i++) {
      supported[i] = support.supported(i) && !GapFilling.tooLarge(bound, gaps[i], spacing);
    }
    boolean[] closed = new GapSelection(bound).closed(gaps, supported);
    wanted = IntStream.range(0, gaps.length).filter(i -> closed[i]).map(i -> gaps[i]).toArray();
    refused = IntStream.range(0, gaps.length).filter(i -> !closed[i]).map(i -> gaps[i]).toArray();
    context.figure("surface.gapFacets", wanted.length);
    context.figure("surface.refusedFacets", refused.length);
  }

  /**
   * Closes the gaps of a part.
   *
   * @param inside which blocks it may have
   * @return the lattice with the blocks that this needs
   */
  VoxelGrid close(VoxelGrid grid, LongPredicate inside) {
    return new GapFilling(
            grid,
            space,
            bound,
            options.minWeight(),
            options.truncation() * spacing,
            context.threads())
        .fill(wanted, refused, inside);
  }
}
