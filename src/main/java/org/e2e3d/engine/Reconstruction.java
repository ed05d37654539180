package org.e2e3d.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.e2e3d.engine.dense.DenseFiles;
import org.e2e3d.engine.dense.DenseModel;
import org.e2e3d.engine.dense.DenseReconstruction;
import org.e2e3d.engine.export.Export;
import org.e2e3d.engine.export.ExportInputs;
import org.e2e3d.engine.export.ExportResult;
import org.e2e3d.engine.features.FeatureExtraction;
import org.e2e3d.engine.features.FeatureFile;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.image.Ingest;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.image.PhotoSetFile;
import org.e2e3d.engine.matching.MatchGraph;
import org.e2e3d.engine.matching.MatchGraphFile;
import org.e2e3d.engine.matching.Matching;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.sfm.Mapping;
import org.e2e3d.engine.sfm.given.GivenCameras;
import org.e2e3d.engine.stage.StageName;
import org.e2e3d.engine.surface.SurfaceReconstruction;
import org.e2e3d.engine.texture.Texturing;

/**
 * From a folder of photographs to a folder of results, in eight numbered stages.
 *
 * <p>Each stage is timed and checkpointed under a fingerprint of its inputs and options, and
 * skipped when that stands. The same photographs, options and seed give the same result on one
 * machine.
 */
public final class Reconstruction {
  private static final String CAMERAS = "cameras";

  private final EngineRequest request;
  private final ReconstructionOptions options;
  private final StageSequence stages;

  /**
   * @param threads how many threads to keep busy
   * @param seed of every random choice
   * @param events told what happens
   * @param cancelled asked often; true ends the run with {@code Failed(CANCELLED)}
   * @throws org.e2e3d.engine.stage.ReconstructionException if an option is unknown or out of its
   *     range
   */
  public Reconstruction(
      EngineRequest request,
      int threads,
      long seed,
      Consumer<EngineEvent> events,
      BooleanSupplier cancelled) {
    this.request = request;
    this.options = ReconstructionOptions.of(request.preset()).with(request.overrides());
    this.stages =
        new StageSequence(
            new Checkpoints(request.workspace()), options, threads, seed, events, cancelled);
  }

  /** Runs all stages; every way to end is an outcome, not an exception. */
  public EngineOutcome run() {
    return Outcomes.of(this::reconstruct);
  }

  @SuppressWarnings("try") // the lock is only held
  private EngineOutcome reconstruct() throws IOException {
    Files.createDirectories(request.workspace());
    try (WorkspaceLock held = WorkspaceLock.acquire(request.workspace())) {
      Optional<Path> given = givenCameras();
      stages.begin(request.images(), given);

      PhotoSet photos =
          stages.run(
              StageName.INGEST,
              c -> new Ingest(options.ingest(), c).run(request.images()),
              f -> PhotoSetFile.read(f, request.images()));
      SparseModel sparse = given.isPresent() ? taken(photos, given.get()) : mapped(photos);
      DenseModel dense =
          stages.run(
              StageName.DENSE,
              c -> new DenseReconstruction(options.dense(), c).run(photos, sparse),
              DenseFiles::read);
      TriangleMesh mesh =
          stages.run(
              StageName.SURFACE,
              c -> new SurfaceReconstruction(options.surface(), c).run(sparse, dense),
              SurfaceReconstruction::read);
      TexturedMesh textured =
          stages.run(
              StageName.TEXTURE,
              c -> new Texturing(options.texture(), c).run(photos, sparse, mesh),
              Texturing::read);
      ExportResult result =
          stages.runAlways(
              StageName.EXPORT,
              c ->
                  new Export(options.export(), c)
                      .run(
                          new ExportInputs(
                              request.output(),
                              photos,
                              sparse,
                              dense.cloud(),
                              textured,
                              dense.depthMaps(),
                              stages.runRecord(
                                  request.preset(), RequestNotes.read(request.workspace())))));
      return new EngineOutcome.Built(result.folder(), result.partial(), result.evidence());
    }
  }

  /** Stages 2 to 4. */
  private SparseModel mapped(PhotoSet photos) throws IOException {
    List<FeatureSet> features = features(photos);
    MatchGraph graph = matches(photos, features);
    return stages.run(
        StageName.SPARSE,
        c -> new Mapping(options.sparse(), c).run(photos, features, graph),
        Mapping::read);
  }

  /** Stages 2 to 4 where the cameras are given; without points in them, ours are triangulated. */
  private SparseModel taken(PhotoSet photos, Path given) throws IOException {
    if (GivenCameras.havePoints(given)) {
      stages.pass(StageName.FEATURES);
      stages.pass(StageName.MATCHING);
      return stages.run(
          StageName.SPARSE, c -> new GivenCameras(given, c).run(photos), Mapping::read);
    }
    GivenCameras.check(given);
    List<FeatureSet> features = features(photos);
    MatchGraph graph = matches(photos, features);
    return stages.run(
        StageName.SPARSE,
        c -> new GivenCameras(given, c).run(photos, features, graph),
        Mapping::read);
  }

  private List<FeatureSet> features(PhotoSet photos) throws IOException {
    return stages.run(
        StageName.FEATURES,
        c -> new FeatureExtraction(options.features(), c).run(photos),
        FeatureFile::readAll);
  }

  private MatchGraph matches(PhotoSet photos, List<FeatureSet> features) throws IOException {
    return stages.run(
        StageName.MATCHING,
        c -> new Matching(options.matching(), c).run(photos, features),
        MatchGraphFile::read);
  }

  private Optional<Path> givenCameras() {
    Path beside = request.images().resolve(CAMERAS);
    return request.cameras().or(() -> Optional.of(beside).filter(GivenCameras::standIn));
  }
}
