package org.e2e3d.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.opencv.global.opencv_core;
import org.e2e3d.engine.ReconstructionOptions;
import org.e2e3d.engine.features.FeatureExtraction;
import org.e2e3d.engine.features.FeatureFile;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.image.Ingest;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.image.PhotoSetFile;
import org.e2e3d.engine.matching.MatchGraph;
import org.e2e3d.engine.matching.MatchGraphFile;
import org.e2e3d.engine.matching.Matching;
import org.e2e3d.engine.matching.PairMatches;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.sfm.Mapping;
import org.e2e3d.engine.sfm.MappingReport;
import org.e2e3d.engine.sfm.SparseFile;
import org.e2e3d.testing.TestStageContext;

/**
 * Runs stages 1 to 4 over a folder of photographs; prints CPU seconds a stage, registered
 * photographs, points and reprojection error. The COLMAP text model is left in WORK/sparse.
 *
 * <p>Arguments: image folder, workspace folder, and any of {@code preset=medium}, {@code
 * threads=2}, {@code reuse} (take stages 1 to 3 from an earlier run in the same workspace), {@code
 * blind} (forget focal lengths and positions from metadata), and single options, as in {@code
 * features.maxImageSize=1200}.
 */
public final class SparseBench {
  private SparseBench() {}

  public static void main(String[] args) throws IOException {
    Path images = Path.of(args[0]);
    Path work = Path.of(args[1]);
    ReconstructionOptions options = BenchArguments.options(args);
    int threads = BenchArguments.threads(args);
    boolean reuse = List.of(args).contains("reuse") && Files.isDirectory(work.resolve("matching"));
    opencv_core.setNumThreads(1);
    openblas.blas_set_num_threads(1);

    TestStageContext one = new TestStageContext(work.resolve("ingest"), threads, 1);
    TestStageContext two = new TestStageContext(work.resolve("features"), threads, 1);
    TestStageContext three = new TestStageContext(work.resolve("matching"), threads, 1);
    TestStageContext four = new TestStageContext(work.resolve("sparse"), threads, 1);
    PhotoSet read =
        timed(
            "ingest",
            () ->
                reuse
                    ? PhotoSetFile.read(one.folder())
                    : new Ingest(options.ingest(), one).run(images));
    PhotoSet photos = List.of(args).contains("blind") ? blind(read) : read;
    List<FeatureSet> features =
        timed(
            "features",
            () ->
                reuse
                    ? FeatureFile.readAll(two.folder())
                    : new FeatureExtraction(options.features(), two).run(photos));
    MatchGraph graph =
        timed(
            "matching",
            () ->
                reuse
                    ? MatchGraphFile.read(three.folder())
                    : new Matching(options.matching(), three).run(photos, features));
    SparseModel model =
        timed("sparse", () -> new Mapping(options.sparse(), four).run(photos, features, graph));
    tell(photos, features, graph, model, SparseFile.readReport(four.folder()));
    four.warnings().forEach(w -> print("  %s: %s", w.code(), w.message()));
    four.evidence().forEach(e -> print("  %s %s: %s", e.problem(), e.image(), e.detail()));
  }

  private static void tell(
      PhotoSet photos,
      List<FeatureSet> features,
      MatchGraph graph,
      SparseModel model,
      MappingReport report) {
    print(
        "features %.0f an image; pairs %d of %d tried, %.0f matches a pair",
        features.stream().mapToInt(FeatureSet::size).average().orElse(0),
        graph.pairs().size(),
        graph.pairsTried(),
        graph.pairs().stream().mapToInt(PairMatches::size).average().orElse(0));
    print(
        "registered %d of %d; %d points, %d observations (%.2f a point), %.3f px; components %s%s",
        model.views().size(),
        photos.photos().size(),
        report.points(),
        report.observations(),
        report.meanTrackLength(),
        report.meanError(),
        report.components().stream().map(List::size).toList(),
        report.placedByGps() ? "; placed by GPS" : "");
    model.cameras().forEach(c -> print("  %s", c));
  }

  /** The photographs without what metadata tell of focal lengths and places. */
  static PhotoSet blind(PhotoSet set) {
    return new PhotoSet(set.photos().stream().map(SparseBench::blind).toList(), set.refused());
  }

  private static Photo blind(Photo p) {
    return new Photo(
        p.id(),
        p.name(),
        p.file(),
        p.width(),
        p.height(),
        p.cameraGroup(),
        Double.NaN,
        Optional.empty(),
        p.sharpness(),
        p.brightness(),
        p.digest(),
        p.mask());
  }

  private static <T> T timed(String stage, Callable<T> work) throws IOException {
    OperatingSystemMXBean os = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = os.getProcessCpuTime();
    long wall = System.nanoTime();
    try {
      T result = work.call();
      print(
          "%-9s %6.1f CPU s, %6.1f s",
          stage, (os.getProcessCpuTime() - cpu) / 1e9, (System.nanoTime() - wall) / 1e9);
      return result;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (RuntimeException | IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void print(String format, Object... args) {
    System.out.println(String.format(Locale.ROOT, format, args));
  }
}
