package org.e2e3d.engine.surface;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.e2e3d.engine.dense.DepthMapFile;
import org.e2e3d.engine.stage.StageContext;
import org.e2e3d.engine.surface.cut.LongIntMap;

/**
 * Decides how fine a scene's lattice is, where it has blocks, and into which parts it is divided.
 */
final class LatticeLayout {
  private static final double COARSER = 1.25;

  /** A lattice in more parts than this is made coarser: each part costs a look at every view. */
  private static final int MOST_PARTS = 32;

  private final SurfaceOptions options;
  private final StageContext context;
  private final Background background;

  LatticeLayout(SurfaceOptions options, StageContext context, Background background) {
    this.options = options;
    this.context = context;
    this.background = background;
  }

  /**
   * Lays out the lattice.
   *
   * @param footprint median size of a pixel on the surface, world units
   */
  Lattices of(List<Path> maps, double footprint) throws IOException {
    double wanted = options.voxelScale() * footprint;
    double spacing = wanted;
    Lattices lattices = at(maps, spacing);
    while (lattices == null) {
      spacing *= COARSER;
      lattices = at(maps, spacing);
    }
    if (spacing > wanted) {
      context.warn(
          "SURFACE_COARSENED",
          String.format(
              Locale.ROOT,
              "the scene is large for the memory the surface may use: detail below %.1f pixels is"
                  + " lost; raise surface.maxBlocks to keep it",
              spacing / wanted * options.voxelScale()));
    }
    context.figure("surface.spacing", spacing);
    context.figure("surface.blocks", lattices.keys().length);
    context.figure("surface.parts", lattices.parts().size());
    return lattices;
  }

  /** Null if the lattice would be too large. */
  private Lattices at(List<Path> maps, double spacing) throws IOException {
    LongIntMap found = new LongIntMap(1 << 12);
    double band = (options.truncation() + 1) * spacing;
    long most = (long) MOST_PARTS * options.maxBlocks();
    for (int i = 0; i < maps.size(); i++) {
      context.progress(0.05 + 0.1 * i / maps.size(), "laying out depth map " + (i + 1));
      RangeImage image = new RangeImage(background.without(DepthMapFile.read(maps.get(i))));
      DepthFusion.collectBlocks(image, spacing, band, found);
      if (found.size() > most) {
        return null;
      }
    }
    long[] keys = found.sortedKeys();
    // smoothing reaches over as many faces as it has steps; one block more for cubes' far corners
    int rim = 1 + (2 * options.smoothing() + 2 + VoxelGrid.EDGE - 1) / VoxelGrid.EDGE;
    List<LatticePart> parts = LatticePart.of(keys, options.maxBlocks(), rim);
    Lattices lattices = new Lattices(spacing, keys, parts, rim, context.folder());
    for (LatticePart part : parts) {
      int count = 0;
      for (long key : keys) {
        count += part.holds(key, rim) ? 1 : 0;
      }
      if (count > options.maxBlocks()) {
        return null;
      }
    }
    return lattices;
  }
}
