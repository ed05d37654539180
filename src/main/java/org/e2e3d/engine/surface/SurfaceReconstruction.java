package org.e2e3d.engine.surface;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.e2e3d.engine.dense.DenseModel;
import org.e2e3d.engine.dense.DepthMapFile;
import org.e2e3d.engine.io.PlyFile;
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
      VoxelGrid grid = fuse(dense.depthMaps());
      context.progress(0.55, "extracting the surface");
      TriangleMesh mesh = SurfaceExtraction.extract(grid, options.minWeight(), context.threads());
      double spacing = grid.spacing();
      mesh = finish(MeshCleaning.clean(mesh), dense.cloud(), spacing);
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

  private VoxelGrid fuse(List<Path> maps) throws IOException {
    double spacing = options.voxelScale() * footprint(maps);
    LongIntMap blocks = blocks(maps, spacing);
    while (blocks.size() > options.maxBlocks()) {
      spacing *= COARSER;
      blocks = blocks(maps, spacing);
    }
    VoxelGrid grid = new VoxelGrid(spacing, blocks.sortedKeys());
    context.figure("surface.spacing", spacing);
    context.figure("surface.blocks", grid.blockCount());
    DepthFusion fusion =
        new DepthFusion(
            grid, options.truncation() * spacing, options.freeWeight(), context.threads());
    for (int i = 0; i < maps.size(); i++) {
      context.progress(0.15 + 0.4 * i / maps.size(), "fusing depth map " + (i + 1));
      fusion.add(load(maps.get(i)));
    }
    return grid;
  }

  private double footprint(List<Path> maps) throws IOException {
    FootprintStatistics statistics = new FootprintStatistics();
    for (int i = 0; i < maps.size(); i++) {
      context.progress(0.05 * i / maps.size(), "measuring depth map " + (i + 1));
      statistics.add(load(maps.get(i)));
    }
    if (statistics.count() == 0) {
      throw noSurface("none of the " + maps.size() + " depth maps holds a depth");
    }
    double footprint = statistics.quantile(0.5);
    context.figure("surface.footprint", footprint);
    return footprint;
  }

  private LongIntMap blocks(List<Path> maps, double spacing) throws IOException {
    LongIntMap found = new LongIntMap(1 << 12);
    double band = (options.truncation() + 1) * spacing;
    for (int i = 0; i < maps.size() && found.size() <= options.maxBlocks(); i++) {
      context.progress(0.05 + 0.1 * i / maps.size(), "laying out depth map " + (i + 1));
      DepthFusion.collectBlocks(load(maps.get(i)), spacing, band, found);
    }
    return found;
  }

  private static RangeImage load(Path map) throws IOException {
    return new RangeImage(DepthMapFile.read(map));
  }

  private TriangleMesh finish(TriangleMesh raw, PointCloud cloud, double spacing) {
    context.figure("surface.rawFaces", raw.faceCount());
    int smallest = (int) Math.max(FEWEST_FACES, options.minPiece() * raw.faceCount());
    TriangleMesh mesh = MeshCleaning.dropSmallPieces(raw, smallest);
    if (mesh.faceCount() < FEWEST_FACES) {
      throw noSurface(
          "the depth maps agree on too little: the largest piece of surface has fewer than "
              + FEWEST_FACES
              + " faces");
    }
    context.progress(0.7, "smoothing");
    mesh = MeshSmoothing.taubin(mesh, options.smoothing(), context.threads());
    context.progress(0.75, "simplifying");
    mesh = MeshCleaning.clean(MeshSimplification.simplify(mesh, options.maxFaces()));
    context.progress(0.9, "colouring");
    return VertexColours.colour(mesh, cloud, COLOUR_REACH * spacing, context.threads());
  }

  private static ReconstructionException noSurface(String what) {
    return new ReconstructionException(FailureCode.NO_SURFACE, what, ADVICE, List.of());
  }
}
