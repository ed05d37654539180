package org.e2e3d.engine.dense;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.opencv.global.opencv_core;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.io.ColmapText;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.SparsePoints;
import org.e2e3d.engine.scene.View;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.testing.TestStageContext;

/**
 * Runs the dense stage on a COLMAP text model: {@code COLMAP_TEXT IMAGES OUT low|medium|high
 * [maxImageSize [views]]}; prints the time, the CPU seconds and the number of points, and leaves
 * the stage's checkpoint in OUT.
 */
public final class DenseBench {
  private DenseBench() {}

  public static void main(String[] args) throws IOException {
    opencv_core.setNumThreads(1);
    Path out = Path.of(args[2]);
    DenseOptions options = DenseOptions.of(Preset.valueOf(args[3].toUpperCase(Locale.ROOT)));
    if (args.length > 4) {
      options = options.withMaxImageSize(Integer.parseInt(args[4]));
    }
    int limit = args.length > 5 ? Integer.parseInt(args[5]) : Integer.MAX_VALUE;
    Input input = load(Path.of(args[0]), Path.of(args[1]), limit);
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

  /** Reads a COLMAP text model, or its first views by name. */
  static Input load(Path text, Path images, int limit) throws IOException {
    SparseModel model = ColmapText.read(text);
    List<Photo> photos = new ArrayList<>();
    Map<String, Integer> idByName = new HashMap<>();
    List<View> byName = new ArrayList<>(model.views());
    byName.sort(Comparator.comparing(View::name));
    byName = byName.subList(0, Math.min(byName.size(), limit));
    for (View v : byName) {
      Camera c = model.cameraOf(v);
      Path file = images.resolve(v.name());
      int id = photos.size();
      idByName.put(v.name(), id);
      photos.add(
          new Photo(
              id,
              v.name(),
              file,
              c.width(),
              c.height(),
              0,
              Double.NaN,
              Optional.empty(),
              1,
              0.5,
              "",
              Optional.empty()));
    }
    return new Input(new PhotoSet(photos, List.of()), renumbered(model, idByName));
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

  private static SparseModel renumbered(SparseModel model, Map<String, Integer> idByName) {
    Map<Integer, Integer> ids = new HashMap<>();
    List<View> views = new ArrayList<>();
    for (View v : model.views()) {
      Integer id = idByName.get(v.name());
      if (id == null) {
        continue;
      }
      ids.put(v.id(), id);
      views.add(new View(id, v.name(), v.cameraId(), v.pose()));
    }
    views.sort(Comparator.comparingInt(View::id));
    SparsePoints p = model.points();
    int[] obsView = p.obsView().clone();
    for (int i = 0; i < obsView.length; i++) {
      obsView[i] = ids.getOrDefault(obsView[i], -1);
    }
    return new SparseModel(
        model.cameras(),
        views,
        new SparsePoints(
            p.xyz(), p.rgb(), p.error(), p.trackStart(), obsView, p.obsFeature(), p.obsXy()),
        model.geoReference());
  }

  static double cpuSeconds() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        * 1e-9;
  }
}
