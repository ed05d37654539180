package org.e2e3d.engine.sfm.given;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.io.ColmapText;
import org.e2e3d.engine.io.MalformedFileException;
import org.e2e3d.engine.matching.MatchGraph;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.SparsePoints;
import org.e2e3d.engine.scene.View;
import org.e2e3d.engine.sfm.MappingReport;
import org.e2e3d.engine.sfm.SparseFile;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.engine.stage.StageContext;

/**
 * Stage 4 where the cameras are given as COLMAP text: they are taken as they are, in their frame,
 * for the photographs of the same names; points come from the same folder, or are triangulated from
 * our own matches.
 */
public final class GivenCameras {
  private static final String ADVICE =
      "Give a folder with COLMAP's cameras.txt, images.txt and points3D.txt of these photographs"
          + " (colmap model_converter --output_type TXT makes them from a binary model).";

  /** A model whose points are further off than this share of the image's width is of others. */
  private static final double INCONSISTENT = 0.02;

  private static final int LEAST_VIEWS = 2;

  private final Path folder;
  private final StageContext context;

  public GivenCameras(Path folder, StageContext context) {
    this.folder = folder;
    this.context = context;
  }

  /** True if a folder holds the two files that a model cannot be without. */
  public static boolean standIn(Path folder) {
    return Files.isRegularFile(folder.resolve(ColmapText.CAMERAS))
        && Files.isRegularFile(folder.resolve(ColmapText.IMAGES));
  }

  /**
   * True if the folder's model has points, so that features and matches are not needed.
   *
   * @throws IOException if the file of points cannot be read
   */
  public static boolean havePoints(Path folder) throws IOException {
    return ColmapText.hasPoints(folder);
  }

  /**
   * Reads the folder's model, so that what is wrong with it is told before anything is computed.
   *
   * @throws ReconstructionException INVALID_CAMERAS, with the file and line
   */
  public static void check(Path folder) {
    read(folder);
  }

  /**
   * Takes in a model with points, and writes the checkpoint.
   *
   * @throws ReconstructionException INVALID_CAMERAS, with the file and line, or the image and the
   *     sizes
   */
  public SparseModel run(PhotoSet photos) {
    Taken taken = take(read(folder), photos);
    double error = Reprojection.median(taken.model());
    double width = taken.model().cameras().get(0).width();
    if (!(error <= INCONSISTENT * width)) {
      throw invalid(
          String.format(
              Locale.ROOT,
              "the points of the given model lie %.0f pixels (median) from where its images saw"
                  + " them, of %.0f pixels' width: cameras, images and points are not of one model",
              error,
              width),
          taken.evidence());
    }
    return finish(taken, Reprojection.withErrors(taken.model()));
  }

  /**
   * Takes in cameras without points, triangulates ours, and writes the checkpoint.
   *
   * @throws ReconstructionException INVALID_CAMERAS as {@link #run(PhotoSet)}, and if hardly a
   *     match agrees with the cameras
   */
  public SparseModel run(PhotoSet photos, List<FeatureSet> features, MatchGraph graph) {
    Taken taken = take(read(folder), photos);
    context.progress(0.3, "triangulating points");
    SparsePoints points = new KnownViewPoints(taken.model(), features, graph).triangulate();
    if (points.size() < 4L * taken.model().views().size()) {
      throw invalid(
          "only "
              + points.size()
              + " matches between the photographs agree with the given cameras: they are of other"
              + " photographs, or in another convention (COLMAP's is world to camera, y down)",
          taken.evidence());
    }
    return finish(
        taken,
        new SparseModel(taken.model().cameras(), taken.model().views(), points, Optional.empty()));
  }

  /** A given model in terms of the photographs. */
  private record Taken(SparseModel model, List<ImageEvidence> evidence) {}

  private static SparseModel read(Path folder) {
    try {
      return ColmapText.read(folder);
    } catch (MalformedFileException e) {
      throw invalid("the given cameras cannot be read: " + e.getMessage(), List.of());
    } catch (IOException e) {
      throw new ReconstructionException(
          FailureCode.INVALID_CAMERAS,
          "the given cameras cannot be read in " + folder + ": " + e.getMessage(),
          ADVICE,
          e);
    }
  }

  private Taken take(SparseModel given, PhotoSet photos) {
    GivenImages images = new GivenImages(given.views(), photos.photos());
    List<ImageEvidence> evidence = new ArrayList<>(images.evidence());
    Map<Integer, Photo> photoOf = images.photoOf();
    if (photoOf.size() < LEAST_VIEWS) {
      throw invalid(
          photoOf.size()
              + " of the "
              + given.views().size()
              + " images of the given model are among the "
              + photos.photos().size()
              + " photographs by name",
          evidence);
    }
    Map<String, Camera> cameras = new LinkedHashMap<>();
    List<View> views = new ArrayList<>();
    Map<Integer, GivenFit> fits = new HashMap<>();
    for (View v : given.views()) {
      Photo p = photoOf.get(v.id());
      if (p == null) {
        continue;
      }
      Camera c = given.cameraOf(v);
      GivenFit fit = fit(c, v, p, evidence);
      String key = c.id() + " " + fit.quarterTurns() + " " + p.width() + "x" + p.height();
      Camera fitted = cameras.computeIfAbsent(key, k -> fit.apply(c, p, cameras.size()));
      views.add(
          new View(
              p.id(),
              p.name(),
              fitted.id(),
              v.pose().turned(fit.quarterTurns()),
              p.quarterTurns()));
      fits.put(v.id(), fit);
    }
    float[] xy = fitted(given, fits, photoOf);
    views.sort(Comparator.comparingInt(View::id));
    SparsePoints points = KeptPoints.of(given.points(), xy, photoOf);
    return new Taken(
        new SparseModel(List.copyOf(cameras.values()), views, points, Optional.empty()), evidence);
  }

  /** The observations' pixels in the photographs. */
  private static float[] fitted(
      SparseModel given, Map<Integer, GivenFit> fits, Map<Integer, Photo> photoOf) {
    Map<Integer, Camera> cameras = new HashMap<>();
    given.views().forEach(v -> cameras.put(v.id(), given.cameraOf(v)));
    float[] xy = given.points().obsXy().clone();
    for (int k = 0; k < given.points().observations(); k++) {
      int view = given.points().obsView()[k];
      GivenFit fit = fits.get(view);
      if (fit != null && !fit.isAsGiven()) {
        fit.apply(cameras.get(view), photoOf.get(view), xy, 2 * k);
      }
    }
    return xy;
  }

  private GivenFit fit(Camera c, View v, Photo p, List<ImageEvidence> evidence) {
    Optional<GivenFit> fit = GivenFit.of(c, p);
    if (fit.isEmpty()) {
      throw invalid(
          "the camera of "
              + v.name()
              + " is for "
              + c.width()
              + "x"
              + c.height()
              + " pixels, and the photograph has "
              + p.width()
              + "x"
              + p.height()
              + ": other proportions",
          evidence);
    }
    if (!fit.get().isAsGiven()) {
      context.warn(
          new ImageEvidence(
              p.name(),
              "CAMERA_FITTED",
              fit.get().describe(c) + " to the photograph's " + p.width() + "x" + p.height()));
    }
    return fit.get();
  }

  private SparseModel finish(Taken taken, SparseModel model) {
    SparsePoints points = model.points();
    double sum = 0;
    for (int i = 0; i < points.size(); i++) {
      sum += points.error()[i] * (double) points.trackLength(i);
    }
    double error = sum / Math.max(1, points.observations());
    double length = points.observations() / (double) Math.max(1, points.size());
    List<Double> focals = model.cameras().stream().map(Camera::fx).toList();
    List<String> names = model.views().stream().map(View::name).toList();
    context.figure("sparse.given", true);
    context.figure("sparse.registered", names.size());
    context.figure("sparse.points", points.size());
    context.figure("sparse.observations", points.observations());
    context.figure("sparse.meanReprojectionError", error);
    context.figure("sparse.meanTrackLength", length);
    context.figure("sparse.focals", focals);
    taken.evidence().forEach(context::warn);
    context.warn(
        "CAMERAS_GIVEN",
        "The cameras were given, not computed: " + names.size() + " photographs have one.");
    MappingReport report =
        new MappingReport(
            List.of(names),
            taken.evidence(),
            points.size(),
            points.observations(),
            error,
            length,
            0,
            focals,
            false);
    try {
      SparseFile.write(context.folder(), model, report);
    } catch (IOException e) {
      throw new ReconstructionException(
          FailureCode.IO_ERROR,
          "the sparse model cannot be written: " + e.getMessage(),
          "Check that the disk has room and can be written to.",
          e);
    }
    context.progress(1, names.size() + " cameras");
    return model;
  }

  private static ReconstructionException invalid(String message, List<ImageEvidence> evidence) {
    return new ReconstructionException(FailureCode.INVALID_CAMERAS, message, ADVICE, evidence);
  }
}
