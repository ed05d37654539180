package org.e2e3d.engine.dense;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.bytedeco.opencv.global.opencv_core;
import org.e2e3d.engine.scene.View;
import org.e2e3d.engine.stage.Workers;

/**
 * Depth maps by the other method, {@link SgbmCandidate}: {@code WORKSPACE OUT maxImageSize
 * neighbours}; prints CPU seconds and leaves maps in OUT/maps for {@link DepthScore}.
 */
public final class SgbmBench {
  private SgbmBench() {}

  public static void main(String[] args) throws IOException {
    opencv_core.setNumThreads(1);
    DenseBench.Input input = DenseBench.load(Path.of(args[0]), Integer.MAX_VALUE);
    Path out = Path.of(args[1]);
    Files.createDirectories(out.resolve("maps"));
    ImageCache images = new ImageCache(out.resolve("images"), Integer.parseInt(args[2]));
    int count = Integer.parseInt(args[3]);
    double cpu = DenseBench.cpuSeconds();
    DenseView[] views = new DenseView[input.model().views().size()];
    for (int i = 0; i < views.length; i++) {
      View v = input.model().views().get(i);
      views[i] =
          images.add(input.photos().photos().get(v.id()), input.model().cameraOf(v), v.pose());
    }
    NeighbourSelection selection = new NeighbourSelection(List.of(views), input.model().points());
    Workers.forEach(
        2,
        views.length,
        i -> {
          try {
            int[] near = selection.neighboursOf(i, count);
            DenseView[] others =
                IntStream.of(near).mapToObj(n -> views[n]).toArray(DenseView[]::new);
            float[][] greys = new float[near.length][];
            for (int n = 0; n < near.length; n++) {
              greys[n] = images.grey(others[n]);
            }
            SparsePrior prior =
                SparsePrior.of(views[i], input.model().points(), selection.pointsOf(i));
            DepthMapFile.write(
                out.resolve("maps").resolve(views[i].id() + ".depth"),
                SgbmCandidate.estimate(views[i], images.grey(views[i]), others, greys, prior));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    System.out.printf(Locale.ROOT, "CPU %.1f s%n", DenseBench.cpuSeconds() - cpu);
  }
}
