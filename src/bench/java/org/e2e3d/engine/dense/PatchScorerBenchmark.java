package org.e2e3d.engine.dense;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.Pose;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The dense stage's hot kernel: windows compared with one other image, in nanoseconds each. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PatchScorerBenchmark {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;
  private static final int STRETCH = 400;

  private PatchScorer scorer;
  private int row;

  /** Two noise images, the second camera a tenth of the depth to the right. */
  @Setup
  public void images() {
    SplittableRandom random = new SplittableRandom(1);
    float[] a = new float[WIDTH * HEIGHT];
    float[] b = new float[WIDTH * HEIGHT];
    for (int i = 0; i < a.length; i++) {
      a[i] = 1 + random.nextInt(255);
      b[i] = 1 + random.nextInt(255);
    }
    Camera camera = Camera.pinhole(1, WIDTH, HEIGHT, 600, 600, WIDTH / 2.0, HEIGHT / 2.0);
    RelativeView relative =
        RelativeView.of(camera, Pose.IDENTITY, camera, new Pose(1, 0, 0.02, 0, -0.1, 0, 0));
    PatchScorer.Source[] sources = {new PatchScorer.Source(b, WIDTH, HEIGHT, relative)};
    scorer = new PatchScorer(a, WIDTH, HEIGHT, sources, 4, 2);
  }

  /** Taking a window and comparing it once. */
  @Benchmark
  @OperationsPerInvocation(STRETCH)
  public float focusAndCompare() {
    row = (row + 1) % (HEIGHT - 60);
    float sum = 0;
    for (int x = 0; x < STRETCH; x++) {
      scorer.focus(120 + x, 30 + row);
      sum += scorer.costOver(1, 1f, 1e-4f, -1e-4f, 9);
    }
    return sum;
  }

  /** Comparing a window that was taken with ten planes; divide by ten. */
  @Benchmark
  @OperationsPerInvocation(STRETCH)
  public float focusAndCompareTen() {
    row = (row + 1) % (HEIGHT - 60);
    float sum = 0;
    for (int x = 0; x < STRETCH; x++) {
      scorer.focus(120 + x, 30 + row);
      for (int k = 0; k < 10; k++) {
        sum += scorer.costOver(1, 1f + 0.001f * k, 1e-4f, -1e-4f, 9);
      }
    }
    return sum;
  }
}
