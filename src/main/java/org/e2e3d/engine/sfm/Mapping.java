package org.e2e3d.engine.sfm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.matching.MatchGraph;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.SparsePoints;
import org.e2e3d.engine.sfm.map.GpsFit;
import org.e2e3d.engine.sfm.map.SceneMapper;
import org.e2e3d.engine.sfm.track.TrackBuilder;
import org.e2e3d.engine.sfm.track.Tracks;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.engine.stage.StageContext;

/**
 * Stage 4: cameras and sparse points from verified matches, by incremental structure from motion
 * with self-calibration.
 */
public final class Mapping {
  private final MappingOptions options;
  private final StageContext context;

  public Mapping(MappingOptions options, StageContext context) {
    options.validate();
    this.options = options;
    this.context = context;
  }

  /**
   * Maps, and writes the checkpoint (see {@link SparseFile}).
   *
   * @param photos accepted photographs
   * @param features one set a photograph, in the order of ids
   * @param graph verified pairs of these features
   * @return the largest model that could be built
   * @throws ReconstructionException TOO_FEW_IMAGES, NO_OVERLAP or TOO_LITTLE_PARALLAX, with the
   *     evidence of every photograph; IO_ERROR if the checkpoint cannot be written
   */
  public SparseModel run(PhotoSet photos, List<FeatureSet> features, MatchGraph graph) {
    FailureDiagnosis diagnosis = new FailureDiagnosis(photos.photos(), graph);
    if (photos.photos().size() < options.minImages()) {
      throw diagnosis.tooFewImages(options.minImages());
    }
    if (graph.pairs().isEmpty()) {
      throw diagnosis.nothingMatched();
    }
    context.progress(0, "building tracks");
    Tracks tracks = TrackBuilder.build(features, graph);
    context.progress(0.05, tracks.size() + " tracks");
    SceneMapper.Result result =
        new SceneMapper(photos.photos(), features, graph.pairs(), tracks, context)
            .run(options.settings());
    RepeatedTexture texture = new RepeatedTexture(photos.photos(), features, graph);
    RepeatedTexture.Finding finding = texture.examine(result.model());
    Optional<String> suspicion = texture.suspicion(finding, tracks.conflicts());
    context.figure("sparse.triplets", finding.cycles().triplets());
    context.figure("sparse.inconsistentTriplets", finding.cycles().inconsistent());
    if (result.model().isEmpty()) {
      throw diagnosis.noModel(options.minImages(), !result.components().isEmpty(), suspicion);
    }
    SparseModel model = result.model().get();
    context.figure("sparse.contradictedPairs", finding.contradicted().size());
    suspicion.ifPresent(sentence -> context.warn("REPEATED_TEXTURE", sentence));
    MappingReport report = report(photos.photos(), model, result, tracks.conflicts(), diagnosis);
    tell(report, photos.photos().size());
    result.gps().ifPresent(this::tell);
    context.progress(0.97, "writing");
    write(context.folder(), model, report);
    context.progress(1, model.views().size() + " cameras");
    return model;
  }

  /**
   * Reads a checkpoint.
   *
   * @throws IOException if it is missing or damaged
   */
  public static SparseModel read(Path folder) throws IOException {
    return SparseFile.read(folder);
  }

  private static void write(Path folder, SparseModel model, MappingReport report) {
    try {
      SparseFile.write(folder, model, report);
    } catch (IOException e) {
      throw new ReconstructionException(
          FailureCode.IO_ERROR,
          "the sparse model cannot be written: " + e.getMessage(),
          "Check that the disk has room and can be written to.",
          e);
    }
  }

  private static MappingReport report(
      List<Photo> photos,
      SparseModel model,
      SceneMapper.Result result,
      int conflicts,
      FailureDiagnosis diagnosis) {
    List<List<String>> components = new ArrayList<>();
    for (int[] c : result.components()) {
      List<String> names = new ArrayList<>();
      for (int p : c) {
        names.add(photos.get(p).name());
      }
      components.add(names);
    }
    SparsePoints points = model.points();
    double error = 0;
    for (int i = 0; i < points.size(); i++) {
      error += points.error()[i] * (double) points.trackLength(i);
    }
    return new MappingReport(
        components,
        diagnosis.unregistered(result.components(), result.refused()),
        points.size(),
        points.observations(),
        error / Math.max(1, points.observations()),
        points.observations() / (double) Math.max(1, points.size()),
        conflicts,
        model.cameras().stream().map(Camera::fx).toList(),
        model.geoReference().isPresent());
  }

  private void tell(MappingReport report, int photos) {
    context.figure("sparse.registered", report.components().get(0).size());
    context.figure("sparse.points", report.points());
    context.figure("sparse.observations", report.observations());
    context.figure("sparse.meanReprojectionError", report.meanError());
    context.figure("sparse.meanTrackLength", report.meanTrackLength());
    context.figure("sparse.focals", report.focals());
    context.figure("sparse.components", report.components().stream().map(List::size).toList());
    report.unregistered().forEach(context::warn);
    if (report.components().size() > 1) {
      context.warn(
          "SEVERAL_COMPONENTS",
          String.format(
              Locale.ROOT,
              "The photographs fall into %d models that do not connect; the largest, of %d of %d"
                  + " photographs, is the result.",
              report.components().size(),
              report.components().get(0).size(),
              photos));
    }
  }

  private void tell(GpsFit gps) {
    context.figure("sparse.gps.used", gps.used());
    context.figure("sparse.gps.medianResidual", gps.medianResidual());
    context.figure("sparse.gps.maxResidual", gps.maxResidual());
    context.figure("sparse.gps.wrong", gps.wrong());
    context.figure("sparse.gps.collinear", gps.collinear());
    if (!gps.wrong().isEmpty()) {
      context.warn(
          "WRONG_POSITIONS",
          String.format(
              Locale.ROOT,
              "The GPS positions of %d photographs contradict the others and were not used: %s.",
              gps.wrong().size(),
              String.join(", ", gps.wrong().subList(0, Math.min(5, gps.wrong().size())))));
    }
  }
}
