package org.e2e3d.engine.surface;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.e2e3d.engine.dense.DenseModel;
import org.e2e3d.engine.dense.DepthMapFile;
import org.e2e3d.engine.io.PlyFile;
import org.e2e3d.engine.scene.DepthMap;
import org.e2e3d.engine.scene.PointCloud;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.engine.stage.StageContext;

/**
 * Stage 6, surface: depth maps become one closed-where-seen, manifold, vertex-coloured mesh. Depth
 * maps are read from disk one at a time, twice: to lay out the lattice, and to fuse them into it.
 */
public final class SurfaceReconstruction {
  private static final String MESH = "mesh.ply";
  private static final int FEWEST_FACES = 200;
  private static final double COARSER = 1.25;
  private static final double COLOUR_REACH = 3;
  private static final double BACKGROUND_WORTH_TELLING = 0.02;

  /** Spacing of the lattice in which wide holes are closed, in spacings of the fine one. */
  private static final int RATIO = 4;

  /** Holes that the coarse lattice does not show are not wider than about two of its spacings. */
  private static final int FINE_STEPS = 6;

  /** Weight of samples taken over from the coarse lattice. */
  private static final float FILLED = -0.5f;

  private static final String ADVICE =
      "Take more photographs of the object from nearby positions, with plenty of overlap, sharp"
          + " and evenly lit; shiny, glassy or plain surfaces cannot be measured.";

  private final SurfaceOptions options;
  private final StageContext context;

  public SurfaceReconstruction(SurfaceOptions options, StageContext context) {
    options.validate();
    this.options = options;
    this.context = context;
  }

  /**
   * Reconstructs the surface and writes it to the stage's folder.
   *
   * @return the mesh in the world frame of {@code model}
   * @throws ReconstructionException NO_SURFACE if the depth maps hold too little, IO_ERROR if they
   *     cannot be read or the mesh cannot be written
   */
  public TriangleMesh run(SparseModel model, DenseModel dense) {
    try {
      VoxelGrid grid = fuse(dense.depthMaps(), new Background(model, options.farLimit()));
      context.progress(0.55, "extracting the surface");
      Surface surface = SurfaceExtraction.extract(grid, options.minWeight(), context.threads());
      boolean[] keep = SkirtTrimming.keep(surface);
      ViewSupport support =
          new ViewSupport(
              surface.mesh(), surface.unseen(keep), 2 * grid.spacing(), context.threads());
      List<double[]> eyes = new ArrayList<>();
      for (Path file : dense.depthMaps()) {
        DepthMap map = DepthMapFile.read(file);
        support.ask(map);
        eyes.add(map.pose().centre());
      }
      support.drop(keep);
      new PieceSelection(eyes).dropSmall(surface, keep, FEWEST_FACES, options.minPiece());
      TriangleMesh mesh = MeshCleaning.keepFaces(surface.mesh(), f -> keep[f]);
      mesh = finish(MeshCleaning.clean(mesh), dense.cloud(), grid.spacing());
      PlyFile.writeMesh(context.folder().resolve(MESH), mesh);
      context.figure("surface.vertices", mesh.vertexCount());
      context.figure("surface.faces", mesh.faceCount());
      context.progress(1, "surface done");
      return mesh;
    } catch (IOException e) {
      throw new ReconstructionException(
          FailureCode.IO_ERROR,
          "the surface stage could not read or write a file: " + e.getMessage(),
          "Check that the disk has room and run again.",
          e);
    }
  }

  /** Reads the mesh that {@link #run} left in a folder. */
  public static TriangleMesh read(Path folder) throws IOException {
    return PlyFile.readMesh(folder.resolve(MESH));
  }

  private VoxelGrid fuse(List<Path> maps, Background background) throws IOException {
    double wanted = options.voxelScale() * footprint(maps, background);
    tell(background);
    double spacing = wanted;
    LongIntMap blocks = blocks(maps, background, spacing);
    while (blocks.size() > options.maxBlocks()) {
      spacing *= COARSER;
      blocks = blocks(maps, background, spacing);
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
    VoxelGrid fine = new VoxelGrid(spacing, blocks.sortedKeys());
    VoxelGrid coarse =
        new VoxelGrid(
            RATIO * spacing,
            dilated(blocks(maps, background, RATIO * spacing), options.holeSteps()).sortedKeys());
    context.figure("surface.spacing", spacing);
    context.figure("surface.blocks", fine.blockCount() + coarse.blockCount());
    DepthFusion intoFine = fusion(fine);
    DepthFusion intoCoarse = fusion(coarse);
    for (int i = 0; i < maps.size(); i++) {
      context.progress(0.15 + 0.35 * i / maps.size(), "fusing depth map " + (i + 1));
      RangeImage image = load(maps.get(i));
      intoFine.add(image);
      intoCoarse.add(image);
    }
    context.progress(0.5, "closing holes");
    VoxelGrid closed = takeOver(coarse, fine);
    closing(closed).close(FINE_STEPS);
    return closed;
  }

  private DepthFusion fusion(VoxelGrid grid) {
    return new DepthFusion(
        grid, options.truncation() * grid.spacing(), options.freeWeight(), context.threads());
  }

  private HoleClosing closing(VoxelGrid grid) {
    double limit = 0.98 * options.truncation() * grid.spacing();
    return new HoleClosing(grid, options.minWeight(), limit, context.threads());
  }

  /** Closes wide holes in the coarse lattice and fills them into the fine one. */
  private VoxelGrid takeOver(VoxelGrid coarse, VoxelGrid fine) {
    closing(coarse).close(options.holeSteps());
    Surface surface = SurfaceExtraction.extract(coarse, options.minWeight(), context.threads());
    CoarseFilling filling = new CoarseFilling(coarse, RATIO, surface, SkirtTrimming.keep(surface));
    VoxelGrid extended = filling.extend(fine);
    filling.fill(extended, options.minWeight(), FILLED, context.threads());
    return extended;
  }

  private double footprint(List<Path> maps, Background background) throws IOException {
    FootprintStatistics statistics = new FootprintStatistics();
    for (int i = 0; i < maps.size(); i++) {
      context.progress(0.05 * i / maps.size(), "measuring depth map " + (i + 1));
      statistics.add(near(maps.get(i), background));
    }
    if (statistics.count() == 0) {
      throw noSurface("none of the " + maps.size() + " depth maps holds a depth");
    }
    double footprint = statistics.quantile(0.5);
    context.figure("surface.footprint", footprint);
    return footprint;
  }

  private LongIntMap blocks(List<Path> maps, Background background, double spacing)
      throws IOException {
    LongIntMap found = new LongIntMap(1 << 12);
    double band = (options.truncation() + 1) * spacing;
    for (int i = 0; i < maps.size() && found.size() <= options.maxBlocks(); i++) {
      context.progress(0.05 + 0.1 * i / maps.size(), "laying out depth map " + (i + 1));
      DepthFusion.collectBlocks(near(maps.get(i), background), spacing, band, found);
    }
    return found;
  }

  /** The given blocks and those within so many samples of them. */
  private static LongIntMap dilated(LongIntMap blocks, int samples) {
    int n = (samples + VoxelGrid.EDGE - 1) / VoxelGrid.EDGE;
    LongIntMap out = new LongIntMap(2 * blocks.size());
    for (long key : blocks.sortedKeys()) {
      for (int z = -n; z <= n; z++) {
        for (int y = -n; y <= n; y++) {
          for (int x = -n; x <= n; x++) {
            out.put(
                VoxelGrid.key(
                    VoxelGrid.keyX(key) + x, VoxelGrid.keyY(key) + y, VoxelGrid.keyZ(key) + z),
                0);
          }
        }
      }
    }
    return out;
  }

  private void tell(Background background) {
    context.figure("surface.backgroundShare", background.share());
    if (background.share() > BACKGROUND_WORTH_TELLING) {
      context.warn(
          "BACKGROUND_LEFT_OUT",
          String.format(
              Locale.ROOT,
              "%.0f %% of what was measured lies more than %.1f times as far away as what the cameras"
                  + " look at and is not part of the mesh; surface.farLimit=0 keeps it",
              100 * background.share(),
              options.farLimit()));
    }
  }

  /**
   * Where surface is looked for: background shapes no lattice, though it proves the space before it
   * free.
   */
  private static RangeImage near(Path map, Background background) throws IOException {
    return new RangeImage(background.without(DepthMapFile.read(map)));
  }

  private static RangeImage load(Path map) throws IOException {
    return new RangeImage(DepthMapFile.read(map));
  }

  private TriangleMesh finish(TriangleMesh raw, PointCloud cloud, double spacing) {
    context.figure("surface.rawFaces", raw.faceCount());
    if (raw.faceCount() < FEWEST_FACES) {
      throw noSurface(
          "the depth maps agree on too little: the largest piece of surface has fewer than "
              + FEWEST_FACES
              + " faces");
    }
    context.progress(0.7, "smoothing");
    TriangleMesh mesh = MeshSmoothing.taubin(raw, options.smoothing(), context.threads());
    context.progress(0.75, "simplifying");
    mesh = MeshCleaning.clean(MeshSimplification.simplify(mesh, options.maxFaces()));
    context.progress(0.9, "colouring");
    return VertexColours.colour(mesh, cloud, COLOUR_REACH * spacing, context.threads());
  }

  private static ReconstructionException noSurface(String what) {
    return new ReconstructionException(FailureCode.NO_SURFACE, what, ADVICE, List.of());
  }
}
