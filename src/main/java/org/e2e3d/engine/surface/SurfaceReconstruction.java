package org.e2e3d.engine.surface;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
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
import org.e2e3d.engine.surface.cut.PointCells;

/**
 * Stage 6, surface: depth maps become one closed-where-seen, manifold, vertex-coloured mesh. Depth
 * maps are read from disk one at a time. A lattice larger than {@code maxBlocks} is worked on in
 * overlapping parts, whose surfaces are joined vertex by vertex.
 */
public final class SurfaceReconstruction {
  private static final String MESH = "mesh.ply";
  private static final int FEWEST_FACES = 200;

  /** Width of the strip along a border, in samples, by which tattered pieces are told. */
  private static final double BORDER_STRIP = 8;

  /** Crumbs that cleaning breaks off are of less than this share of the least piece. */
  private static final double CRUMB = 0.1;

  /** To so many times the faces of the whole its parts are simplified, each to its share. */
  private static final double PART_FACES = 4;

  /** Depths beside a small hole that differ by less are the same, in samples. */
  private static final double HOLE_TOLERANCE = 2;

  private static final double COLOUR_REACH = 3;
  private static final double BACKGROUND_WORTH_TELLING = 0.02;

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
      double footprint = footprint(maps, background);
      tell(background);
      Lattices lattices = new LatticeLayout(options, context, background).of(maps, footprint);
      double[] eyes = new double[3 * maps.size()];
      TriangleMesh mesh =
          lattices.divided()
              ? inParts(maps, background, lattices, eyes)
              : inOne(maps, background, lattices, eyes);
      context.progress(0.7, "closing small holes");
      mesh = HoleClosing.close(mesh, maps, HOLE_TOLERANCE * lattices.spacing(), context);
      mesh = finish(mesh, dense.cloud(), lattices.spacing(), eyes);
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

  private TriangleMesh inOne(
      List<Path> maps, Background background, Lattices lattices, double[] eyes) throws IOException {
    LatticePart all = lattices.parts().get(0);
    VoxelGrid grid = lattices.empty(0);
    PointCells cells = new PointCells(options.cellScale(), options.maxPoints());
    fuse(maps, background, grid, eyes, cells, new double[] {0.15, 0.4});
    if (cells.size() > 0) {
      Closing closing = new Closing(options, context, lattices.spacing(), cells, eyes);
      closing.look(grid, all);
      closing.choose(maps);
      grid = closing.close(grid, key -> true);
    }
    context.progress(0.6, "extracting the surface");
    Surface surface =
        SurfaceExtraction.extract(grid, options.minWeight(), context.threads(), key -> true);
    boolean[] keep = new boolean[surface.mesh().faceCount()];
    Arrays.fill(keep, true);
    new PieceSelection(eyes)
        .dropSmall(
            surface, keep, FEWEST_FACES, options.minPiece(), BORDER_STRIP * lattices.spacing());
    TriangleMesh mesh = MeshCleaning.keepFaces(surface.mesh(), f -> keep[f]);
    context.figure("surface.rawFaces", mesh.faceCount());
    requireSurface(mesh);
    return MeshSmoothing.taubin(MeshCleaning.clean(mesh), options.smoothing(), context.threads());
  }

  /** The same with one part of the lattice in memory at a time. */
  private TriangleMesh inParts(
      List<Path> maps, Background background, Lattices lattices, double[] eyes) throws IOException {
    int n = lattices.parts().size();
    try {
      PointCells cells = new PointCells(options.cellScale(), options.maxPoints());
      for (int i = 0; i < n; i++) {
        VoxelGrid grid = lattices.empty(i);
        double[] stretch = {0.15 + 0.25 * i / n, 0.15 + 0.25 * (i + 1) / n};
        fuse(maps, background, grid, eyes, i == 0 ? cells : null, stretch);
        lattices.write(i, grid);
      }
      Closing closing =
          cells.size() == 0 ? null : new Closing(options, context, lattices.spacing(), cells, eyes);
      if (closing != null) {
        for (int i = 0; i < n; i++) {
          closing.look(lattices.read(i), lattices.parts().get(i));
        }
        closing.choose(maps);
      }
      SeamWelding welding = new SeamWelding();
      long raw = 0;
      for (int i = 0; i < n; i++) {
        context.progress(0.55 + 0.15 * i / n, "extracting the surface of part " + (i + 1));
        LatticePart part = lattices.parts().get(i);
        VoxelGrid grid = lattices.read(i);
        if (closing != null) {
          grid = closing.close(grid, key -> part.holds(key, lattices.rim()));
        }
        PartSurface surface = extract(grid, part);
        raw += surface.mesh().faceCount();
        double share = lattices.size(i) / (double) lattices.keys().length;
        int most = (int) Math.ceil(PART_FACES * share * options.maxFaces());
        welding.add(surface.withoutCrumbs(FEWEST_FACES).simplified(most));
      }
      context.figure("surface.rawFaces", raw);
      return withoutSmallPieces(welding.mesh(), raw, eyes, BORDER_STRIP * lattices.spacing());
    } finally {
      lattices.delete();
    }
  }

  /** A part's own surface, smoothed with its neighbours', of which it keeps nothing. */
  private PartSurface extract(VoxelGrid grid, LatticePart part) {
    Surface surface =
        SurfaceExtraction.extract(
            grid, options.minWeight(), context.threads(), key -> part.holds(key, 0));
    int[] sound = MeshCleaning.sound(surface.mesh());
    TriangleMesh mesh =
        MeshSmoothing.taubin(
            MeshCleaning.cut(surface.mesh(), sound), options.smoothing(), context.threads());
    boolean[] own = new boolean[sound.length];
    for (int f = 0; f < own.length; f++) {
      own[f] = surface.own()[sound[f]];
    }
    return PartSurface.of(mesh, own);
  }

  /**
   * @param raw faces before the parts were simplified
   */
  private TriangleMesh withoutSmallPieces(
      TriangleMesh mesh, long raw, double[] eyes, double strip) {
    boolean[] keep = new boolean[mesh.faceCount()];
    Arrays.fill(keep, true);
    Surface surface = new Surface(mesh, new boolean[keep.length], keep.clone());
    int fewest = (int) Math.max(4, FEWEST_FACES * (long) keep.length / Math.max(1, raw));
    new PieceSelection(eyes).dropSmall(surface, keep, fewest, options.minPiece(), strip);
    TriangleMesh kept = MeshCleaning.keepFaces(mesh, f -> keep[f]);
    requireSurface(kept);
    return MeshCleaning.clean(kept);
  }

  /**
   * @param cells where the points go, or null
   * @param stretch of the stage's progress
   */
  private void fuse(
      List<Path> maps,
      Background background,
      VoxelGrid grid,
      double[] eyes,
      PointCells cells,
      double[] stretch)
      throws IOException {
    DepthFusion fusion =
        new DepthFusion(
            grid, options.truncation() * grid.spacing(), options.freeWeight(), context.threads());
    int stride = (int) Math.max(1, options.cellScale() / 2);
    for (int i = 0; i < maps.size(); i++) {
      context.progress(
          stretch[0] + (stretch[1] - stretch[0]) * i / maps.size(), "fusing depth map " + (i + 1));
      DepthMap map = DepthMapFile.read(maps.get(i));
      RangeImage image = new RangeImage(map);
      System.arraycopy(map.pose().centre(), 0, eyes, 3 * i, 3);
      fusion.add(image);
      if (cells != null && options.cellScale() > 0) {
        image.addTo(cells, i, stride, background.limit(map.viewId()));
      }
    }
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

  private TriangleMesh withoutCrumbs(TriangleMesh mesh, double[] eyes) {
    boolean[] keep = new boolean[mesh.faceCount()];
    Arrays.fill(keep, true);
    new PieceSelection(eyes)
        .dropSmall(
            new Surface(mesh, new boolean[keep.length], keep.clone()),
            keep,
            1,
            CRUMB * options.minPiece(),
            0);
    return MeshCleaning.keepFaces(mesh, f -> keep[f]);
  }

  private static void requireSurface(TriangleMesh mesh) {
    if (mesh.faceCount() == 0) {
      throw noSurface(
          "the depth maps agree on too little: the largest piece of surface has fewer than "
              + FEWEST_FACES
              + " faces");
    }
  }

  private TriangleMesh finish(
      TriangleMesh smooth, PointCloud cloud, double spacing, double[] eyes) {
    context.progress(0.75, "simplifying");
    TriangleMesh mesh =
        withoutCrumbs(
            MeshCleaning.clean(MeshSimplification.simplify(smooth, options.maxFaces())), eyes);
    context.progress(0.9, "colouring");
    return VertexColours.colour(mesh, cloud, COLOUR_REACH * spacing, context.threads());
  }

  private static ReconstructionException noSurface(String what) {
    return new ReconstructionException(FailureCode.NO_SURFACE, what, ADVICE, List.of());
  }
}
