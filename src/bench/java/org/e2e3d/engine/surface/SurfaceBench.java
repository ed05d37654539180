package org.e2e3d.engine.surface;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.e2e3d.engine.dense.DenseModel;
import org.e2e3d.engine.io.PlyFile;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.SparsePoints;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.engine.stage.StageContext;
import org.e2e3d.testing.TestStageContext;

/**
 * Runs the surface stage alone on a dense checkpoint and says what it cost.
 *
 * <p>Arguments: folder with depth maps ({@code *.depth}) and {@code cloud.ply}; folder for the
 * result; preset; then any number of {@code option=value}.
 */
public final class SurfaceBench {
  private SurfaceBench() {}

  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Path dense = Path.of(args[0]);
    ObjectMapper mapper = new ObjectMapper();
    Preset preset = Preset.valueOf(args[2].toUpperCase(Locale.ROOT));
    ObjectNode tree = mapper.valueToTree(SurfaceOptions.of(preset));
    for (int i = 3; i < args.length; i++) {
      String[] option = args[i].split("=", 2);
      if (!tree.has(option[0])) {
        throw new IllegalArgumentException("no option " + option[0]);
      }
      tree.set(option[0], mapper.readTree(option[1]));
    }
    SurfaceOptions options = mapper.treeToValue(tree, SurfaceOptions.class);
    SparsePoints none =
        new SparsePoints(
            new double[0],
            new byte[0],
            new float[0],
            new int[1],
            new int[0],
            new int[0],
            new float[0]);
    SparseModel model = new SparseModel(List.of(), List.of(), none, Optional.empty());
    StepClock context = new StepClock(TestStageContext.in(Path.of(args[1])));
    double before = cpuSeconds();
    long start = System.nanoTime();
    TriangleMesh mesh = new SurfaceReconstruction(options, context).run(model, load(dense));
    out.printf(
        Locale.ROOT,
        "%d vertices, %d faces, %.1f CPU s (JVM start and reading the cloud %.1f), %.1f s wall%n%s%n",
        mesh.vertexCount(),
        mesh.faceCount(),
        cpuSeconds() - before,
        before,
        (System.nanoTime() - start) * 1e-9,
        context.report());
  }

  private static DenseModel load(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> maps = files.filter(f -> f.toString().endsWith(".depth")).sorted().toList();
      return new DenseModel(PlyFile.readCloud(folder.resolve("cloud.ply")), maps);
    }
  }

  /** Notes the CPU seconds that pass between progress reports of different wording. */
  private record StepClock(TestStageContext inner, Map<String, Double> steps, String[] now)
      implements StageContext {

    StepClock(TestStageContext inner) {
      this(inner, new LinkedHashMap<>(), new String[] {"start"});
    }

    @Override
    public synchronized void progress(double fraction, String detail) {
      double cpu = cpuSeconds();
      steps.merge(
          now[0] + ">", -steps.values().stream().mapToDouble(d -> d).sum() + cpu, Double::sum);
      now[0] = detail.replaceAll("[0-9]+", "").trim();
      inner.progress(fraction, detail);
    }

    String report() {
      StringBuilder s = new StringBuilder();
      steps.forEach((k, v) -> s.append(String.format(Locale.ROOT, "%s %.1f  ", k, v)));
      return s + "\n" + inner.figures();
    }

    @Override
    public Path folder() {
      return inner.folder();
    }

    @Override
    public int threads() {
      return inner.threads();
    }

    @Override
    public long seed() {
      return inner.seed();
    }

    @Override
    public void warn(String code, String message) {
      inner.warn(code, message);
    }

    @Override
    public void warn(ImageEvidence evidence) {
      inner.warn(evidence);
    }

    @Override
    public void figure(String name, Object value) {
      inner.figure(name, value);
    }

    @Override
    public void checkCancelled() {
      inner.checkCancelled();
    }
  }

  private static double cpuSeconds() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        * 1e-9;
  }
}
