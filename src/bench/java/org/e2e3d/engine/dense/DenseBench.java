package org.e2e3d.engine.dense;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bytedeco.opencv.global.opencv_core;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.image.PhotoSetFile;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.View;
import org.e2e3d.engine.sfm.SparseFile;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.testing.TestStageContext;

/**
 * Runs the dense stage alone on the checkpoints of stages 1 and 4 (as SparseBench or a
 * reconstruction leaves them): {@code WORKSPACE OUT PRESET [option=value...] [views=N]}; prints the
 * CPU seconds, the number of points and the stage's figures, and leaves its checkpoint in OUT.
 */
public final class DenseBench {
  private DenseBench() {}

  public static void main(String[] args) throws IOException {
    opencv_core.setNumThreads(1);
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode tree =
        mapper.valueToTree(DenseOptions.of(Preset.valueOf(args[2].toUpperCase(Locale.ROOT))));
    int limit = Integer.MAX_VALUE;
    for (int i = 3; i < args.length; i++) {
      String[] option = args[i].split("=", 2);
      if (option[0].equals("views")) {
        limit = Integer.parseInt(option[1]);
      } else if (tree.has(option[0])) {
        tree.set(option[0], mapper.readTree(option[1]));
      } else {
        throw new IllegalArgumentException("no option " + option[0]);
      }
    }
    DenseOptions options = mapper.treeToValue(tree, DenseOptions.class);
    Input input = load(Path.of(args[0]), limit);
    Path out = Path.of(args[1]);
    clear(out);
    TestStageContext context =
        new TestStageContext(out, Runtime.getRuntime().availableProcessors(), 1);
    long start = System.nanoTime();
    double cpu = cpuSeconds();
    DenseModel dense = new DenseReconstruction(options, context).run(input.photos(), input.model());
    System.out.printf(
        Locale.ROOT,
        "%d points, %d maps, %.1f s, CPU %.1f s%n",
        dense.cloud().size(),
        dense.depthMaps().size(),
        (System.nanoTime() - start) * 1e-9,
        cpuSeconds() - cpu);
    context.evidence().forEach(System.out::println);
    context.warnings().forEach(System.out::println);
    context
        .figures()
        .forEach(
            (k, v) -> {
              if (!k.startsWith("dense.completeness.")) {
                System.out.println(k + " = " + v);
              }
            });
  }

  /** Photographs, and a model whose view ids are theirs. */
  record Input(PhotoSet photos, SparseModel model) {}

  /** Reads a workspace; of the model only the first views by number. */
  static Input load(Path workspace, int limit) throws IOException {
    SparseModel model = SparseFile.read(workspace.resolve("sparse"));
    List<View> views =
        model.views().stream().sorted(Comparator.comparingInt(View::id)).limit(limit).toList();
    return new Input(
        PhotoSetFile.read(workspace.resolve("ingest")),
        new SparseModel(model.cameras(), views, model.points(), model.geoReference()));
  }

  private static void clear(Path out) throws IOException {
    if (Files.isDirectory(out)) {
      try (Stream<Path> files = Files.walk(out)) {
        for (Path f : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(f);
        }
      }
    }
  }

  static double cpuSeconds() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        * 1e-9;
  }
}
