package org.e2e3d.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.opencv.global.opencv_core;
import org.e2e3d.engine.ReconstructionOptions;
import org.e2e3d.engine.features.FeatureExtraction;
import org.e2e3d.engine.features.FeatureFile;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.image.Ingest;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.image.PhotoSetFile;
import org.e2e3d.engine.matching.MatchGraph;
import org.e2e3d.engine.matching.Matching;
import org.e2e3d.engine.matching.PairMatches;
import org.e2e3d.testing.TestStageContext;

/**
 * Runs stages 1 to 3 over a folder of photographs and prints what they cost and found.
 *
 * <p>Arguments: image folder, workspace folder, and any of {@code preset=medium}, {@code
 * threads=2}, {@code reuse} (take stages 1 and 2 from an earlier run in the same workspace), {@code
 * first=40} (only so many photographs, the first by name), {@code blind} (forget focal lengths and
 * positions from metadata), and single options, as in {@code features.maxImageSize=1200}.
 */
public final class FrontBench {
  private FrontBench() {}

  public static void main(String[] args) throws Exception {
    Path images = Path.of(args[0]);
    Path work = Path.of(args[1]);
    int threads = BenchArguments.threads(args);
    boolean reuse = List.of(args).contains("reuse") && Files.isDirectory(work.resolve("features"));
    ReconstructionOptions options = BenchArguments.options(args);
    opencv_core.setNumThreads(1);
    openblas.blas_set_num_threads(1);

    TestStageContext one = new TestStageContext(work.resolve("ingest"), threads, 1);
    TestStageContext two = new TestStageContext(work.resolve("features"), threads, 1);
    TestStageContext three = new TestStageContext(work.resolve("matching"), threads, 1);
    PhotoSet all =
        timed(
            "ingest",
            () ->
                reuse
                    ? PhotoSetFile.read(one.folder())
                    : new Ingest(options.ingest(), one).run(images));
    int first = Integer.parseInt(BenchArguments.option(args, "first", "1000000"));
    PhotoSet some =
        new PhotoSet(all.photos().subList(0, Math.min(first, all.photos().size())), List.of());
    PhotoSet photos = List.of(args).contains("blind") ? SparseBench.blind(some) : some;
    List<FeatureSet> features =
        timed(
            "features",
            () ->
                reuse
                    ? FeatureFile.readAll(two.folder()).subList(0, photos.photos().size())
                    : new FeatureExtraction(options.features(), two).run(photos));
    MatchGraph graph =
        timed("matching", () -> new Matching(options.matching(), three).run(photos, features));
    for (TestStageContext c : List.of(one, two, three)) {
      c.figures().forEach((k, v) -> print("  %s = %s", k, v));
      c.warnings().forEach(w -> print("  %s: %s", w.code(), w.message()));
      c.evidence().forEach(e -> print("  %s %s: %s", e.problem(), e.image(), e.detail()));
    }
    int matches = graph.pairs().stream().mapToInt(PairMatches::size).sum();
    print(
        "pairs %d verified of %d tried; %d matches, %.0f a pair",
        graph.pairs().size(),
        graph.pairsTried(),
        matches,
        (double) matches / Math.max(1, graph.pairs().size()));
  }

  private static <T> T timed(String stage, Callable<T> work) throws Exception {
    OperatingSystemMXBean os = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = os.getProcessCpuTime();
    long wall = System.nanoTime();
    T result = work.call();
    print(
        "%-9s %6.1f CPU s, %6.1f s",
        stage, (os.getProcessCpuTime() - cpu) / 1e9, (System.nanoTime() - wall) / 1e9);
    return result;
  }

  private static void print(String format, Object... args) {
    System.out.println(String.format(Locale.ROOT, format, args));
  }
}
