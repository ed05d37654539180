package org.e2e3d.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.e2e3d.engine.dense.DenseFiles;
import org.e2e3d.engine.dense.DenseModel;
import org.e2e3d.engine.export.Export;
import org.e2e3d.engine.export.ExportInputs;
import org.e2e3d.engine.export.ExportOptions;
import org.e2e3d.engine.export.RunRecord;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.image.PhotoSetFile;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.sfm.Mapping;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.engine.stage.StageContext;
import org.e2e3d.engine.surface.SurfaceReconstruction;
import org.e2e3d.engine.texture.TextureOptions;
import org.e2e3d.engine.texture.Texturing;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Stages 7 and 8 from a run's workspace, in this JVM, and the CPU seconds of each of their steps:
 * of all threads, and of these the JIT compilers' and the garbage collector's.
 */
@Command(name = "FinishBench", mixinStandardHelpOptions = true)
public final class FinishBench implements Callable<Integer> {
  @Parameters(index = "0", description = "workspace of a run, which is only read")
  private Path work;

  @Parameters(index = "1", description = "folder of the photographs")
  private Path images;

  @Parameters(index = "2", description = "output folder")
  private Path out;

  @Option(names = "--preset", description = "low, medium, high")
  private String preset = "medium";

  @Option(names = "--times", description = "how often, one after the other")
  private int times = 1;

  public static void main(String[] args) {
    System.exit(new CommandLine(new FinishBench()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    Preset p = Preset.valueOf(preset.toUpperCase(Locale.ROOT));
    PhotoSet photos = PhotoSetFile.read(work.resolve("1-ingest"), images);
    SparseModel sparse = Mapping.read(work.resolve("4-sparse"));
    DenseModel dense = DenseFiles.read(work.resolve("5-dense"));
    TriangleMesh mesh = SurfaceReconstruction.read(work.resolve("6-surface"));
    for (int i = 0; i < times; i++) {
      Meter meter = new Meter(Files.createDirectories(out.resolve("work")));
      meter.step("texture: start");
      TexturedMesh textured =
          new Texturing(TextureOptions.of(p), meter.context("texture")).run(photos, sparse, mesh);
      meter.step("export: start");
      new Export(ExportOptions.of(p), meter.context("export"))
          .run(
              new ExportInputs(
                  out.resolve("model"),
                  photos,
                  sparse,
                  dense.cloud(),
                  textured,
                  dense.depthMaps(),
                  new RunRecord(
                      Instant.now(), p, Map.of(), 1, List.of(), List.of(), List.of(), Map.of())));
      meter.step("");
      meter.tell();
    }
    return 0;
  }

  /** CPU seconds so far. */
  private record Cpu(double all, double jit, double gc) {

    static Cpu now() throws IOException {
      double jit = 0;
      double gc = 0;
      try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
        for (Path task : tasks.toList()) {
          String stat = stat(task);
          int end = stat.lastIndexOf(')');
          if (end < 0) {
            continue;
          }
          String name = stat.substring(stat.indexOf('(') + 1, end);
          String[] rest = stat.substring(end + 2).split(" ");
          // Fields 14 and 15 of proc(5), hundredths of a second.
          double seconds = (Long.parseLong(rest[11]) + Long.parseLong(rest[12])) / 100.0;
          jit +=
              name.contains("Compiler") || name.startsWith("C1") || name.startsWith("C2")
                  ? seconds
                  : 0;
          gc += name.startsWith("GC") || name.startsWith("G1") ? seconds : 0;
        }
      }
      var os =
          (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      return new Cpu(os.getProcessCpuTime() / 1e9, jit, gc);
    }

    private static String stat(Path task) {
      try {
        return Files.readString(task.resolve("stat"));
      } catch (IOException e) {
        return ""; // the thread has ended meanwhile
      }
    }
  }

  /** Sums what each step costs. */
  private static final class Meter {
    private final Path folder;
    private final Map<String, Cpu> cost = new LinkedHashMap<>();
    private String step = "";
    private Cpu last = new Cpu(0, 0, 0);

    Meter(Path folder) {
      this.folder = folder;
    }

    StageContext context(String stage) {
      return new BenchContext(folder) {
        @Override
        public void progress(double fraction, String detail) {
          try {
            step(stage + ": " + detail);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        }
      };
    }

    void step(String next) throws IOException {
      if (next.equals(step)) {
        return;
      }
      Cpu now = Cpu.now();
      if (!step.isEmpty()) {
        Cpu before = cost.getOrDefault(step, new Cpu(0, 0, 0));
        cost.put(
            step,
            new Cpu(
                before.all + now.all - last.all,
                before.jit + now.jit - last.jit,
                before.gc + now.gc - last.gc));
      }
      last = now;
      step = next;
    }

    void tell() {
      cost.forEach(Meter::row);
      for (String stage : List.of("texture", "export", "")) {
        double[] sum = new double[3];
        cost.forEach(
            (name, c) -> {
              if (name.startsWith(stage)) {
                sum[0] += c.all;
                sum[1] += c.jit;
                sum[2] += c.gc;
              }
            });
        row("all " + stage, new Cpu(sum[0], sum[1], sum[2]));
      }
    }

    private static void row(String name, Cpu c) {
      System.out.printf(
          Locale.ROOT, "| %-45s | %5.2f | %5.2f | %5.2f |%n", name, c.all, c.jit, c.gc);
    }
  }
}
