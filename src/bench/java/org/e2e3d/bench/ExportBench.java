package org.e2e3d.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.e2e3d.engine.export.Export;
import org.e2e3d.engine.export.ExportInputs;
import org.e2e3d.engine.export.ExportOptions;
import org.e2e3d.engine.export.RunRecord;
import org.e2e3d.engine.scene.GeoReference;
import org.e2e3d.engine.scene.PointCloud;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.engine.texture.Texturing;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Exports a textured mesh again and again, and tells the CPU seconds of each time. */
@Command(name = "ExportBench", mixinStandardHelpOptions = true)
public final class ExportBench implements Callable<Integer> {
  @Parameters(index = "0", description = "folder of a texture checkpoint")
  private Path textured;

  @Parameters(index = "1", description = "folder of the photographs")
  private Path images;

  @Parameters(index = "2", description = "COLMAP text folder or gt_cameras.json")
  private Path cameras;

  @Parameters(index = "3", description = "output folder")
  private Path out;

  @Option(names = "--preset", description = "low, medium, high")
  private String preset = "medium";

  @Option(names = "--times", description = "how often")
  private int times = 1;

  @Option(names = "--geo", split = ",", description = "latitude,longitude,altitude")
  private double[] geo;

  public static void main(String[] args) {
    System.exit(new CommandLine(new ExportBench()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    TexturedMesh model = Texturing.read(textured);
    BenchScene scene = BenchScene.read(images, cameras);
    SparseModel sparse = scene.model();
    if (geo != null) {
      GeoReference place = new GeoReference(geo[0], geo[1], geo[2]);
      sparse =
          new SparseModel(sparse.cameras(), sparse.views(), sparse.points(), Optional.of(place));
    }
    Preset p = Preset.valueOf(preset.toUpperCase(Locale.ROOT));
    RunRecord run =
        new RunRecord(Instant.now(), p, Map.of(), 1, List.of(), List.of(), List.of(), Map.of());
    PointCloud none = new PointCloud(new float[0], new float[0], new byte[0], new float[0]);
    Files.createDirectories(out);
    for (int i = 0; i < times; i++) {
      BenchContext context = new BenchContext(out.resolveSibling(out.getFileName() + ".work"));
      double before = cpuSeconds();
      new Export(ExportOptions.of(p), context)
          .run(new ExportInputs(out, scene.photos(), sparse, none, model, List.of(), run));
      System.out.printf(Locale.ROOT, "%.2f CPU s%n", cpuSeconds() - before);
    }
    return 0;
  }

  private static double cpuSeconds() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }
}
