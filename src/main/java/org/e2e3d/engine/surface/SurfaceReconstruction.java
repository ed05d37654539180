package org.e2e3d.engine.surface;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
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
import org.e2e3d.engine.surface.cut.FreeSpace;
import org.e2e3d.engine.surface.cut.PointCells;

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

  /** How far behind its points surface may lie, in their spacings. */
  private static final double THICKNESS = 1;

  /** Weight of a facet's shape against one line of sight. */
  private static final double SHAPE = 1;

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
      Background background = new Background(model, options.farLimit());
      List<Path> maps = dense.depthMaps();
      VoxelGrid grid = layOut(maps, background);
      double[] eyes = new double[3 * maps.size()];
      PointCells cells = fuse(maps, background, grid, eyes);
      grid = fillGaps(maps, grid, cells, eyes);
      context.progress(0.6, "extracting the surface");
      Surface surface = SurfaceExtraction.extract(grid, options.minWeight(), context.threads());
      boolean[] keep = new boolean[surface.mesh().faceCount()];
      Arrays.fill(keep, true);
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

  private VoxelGrid layOut(List<Path> maps, Background background) throws IOException {
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
    context.figure("surface.spacing", spacing);
    context.figure("surface.blocks", blocks.size());
    return new VoxelGrid(spacing, blocks.sortedKeys());
  }

  private PointCells fuse(List<Path> maps, Background background, VoxelGrid grid, double[] eyes)
      throws IOException {
    DepthFusion fusion =
        new DepthFusion(
            grid, options.truncation() * grid.spacing(), options.freeWeight(), context.threads());
    PointCells cells = new PointCells(options.cellScale(), options.maxPoints());
    int stride = (int) Math.max(1, options.cellScale() / 2);
    for (int i = 0; i < maps.size(); i++) {
      context.progress(0.15 + 0.25 * i / maps.size(), "fusing depth map " + (i + 1));
      DepthMap map = DepthMapFile.read(maps.get(i));
      RangeImage image = new RangeImage(map);
      System.arraycopy(map.pose().centre(), 0, eyes, 3 * i, 3);
      fusion.add(image);
      if (options.cellScale() > 0) {
        image.addTo(cells, i, stride, background.limit(map.viewId()));
      }
    }
    return cells;
  }

  private VoxelGrid fillGaps(List<Path> maps, VoxelGrid grid, PointCells cells, double[] eyes)
      throws IOException {
    if (cells.size() == 0) {
      return grid;
    }
    context.progress(0.4, "finding free space");
    FreeSpace space =
        FreeSpace.of(cells, eyes, THICKNESS, SHAPE, context.seed(), context.threads());
    TriangleMesh bound = space.surface();
    GapFilling filling =
        new GapFilling(
            grid,
            space,
            bound,
            options.minWeight(),
            options.truncation() * grid.spacing(),
            context.threads());
    int[] gaps = new Gaps(grid, bound, options.minWeight(), context.threads()).faces();
    FacetSupport support = new FacetSupport(bound, gaps, 2 * grid.spacing(), context.threads());
    for (int i = 0; i < maps.size(); i++) {
      context.progress(0.5 + 0.05 * i / maps.size(), "asking view " + (i + 1) + " about gaps");
      support.ask(DepthMapFile.read(maps.get(i)));
    }
    context.progress(0.55, "closing gaps");
    boolean[] supported = new boolean[gaps.length];
    for (int i = 0; i < gaps.length; i++) {
      supported[i] = support.supported(i) && !filling.tooLarge(gaps[i]);
    }
    boolean[] closed = new GapSelection(bound).closed(gaps, supported);
    int[] wanted =
        IntStream.range(0, gaps.length).filter(i -> closed[i]).map(i -> gaps[i]).toArray();
    int[] refused =
        IntStream.range(0, gaps.length).filter(i -> !closed[i]).map(i -> gaps[i]).toArray();
    context.figure("surface.gapFacets", wanted.length);
    context.figure("surface.refusedFacets", refused.length);
    return filling.fill(wanted, refused);
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
