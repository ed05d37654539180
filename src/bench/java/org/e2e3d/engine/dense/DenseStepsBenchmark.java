package org.e2e3d.engine.dense;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.DepthMap;
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

/** The dense stage's other hot loops, in nanoseconds a pixel: a textured wall seen by two views. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DenseStepsBenchmark {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 240;
  private static final int N = WIDTH * HEIGHT;
  private static final int SHIFT = 15;
  private static final Camera CAMERA =
      Camera.pinhole(1, WIDTH, HEIGHT, 300, 300, WIDTH / 2.0, HEIGHT / 2.0);
  private static final Pose RIGHT = new Pose(1, 0, 0, 0, -0.1, 0, 0);

  private PatchScorer scorer;
  private DepthMap left;
  private DepthMap right;
  private byte[] colours;

  /** A wall at depth 2: 300 * 0.1 / 2 = 15 pixels of disparity. */
  @Setup
  public void wall() {
    SplittableRandom random = new SplittableRandom(1);
    float[] a = new float[N];
    for (int i = 0; i < N; i++) {
      a[i] = 1 + random.nextInt(255);
    }
    float[] b = new float[N];
    for (int i = 0; i < N; i++) {
      b[i] = a[i % WIDTH + SHIFT < WIDTH ? i + SHIFT : i];
    }
    PatchScorer.Source[] sources = {
      new PatchScorer.Source(
          b, WIDTH, HEIGHT, RelativeView.of(CAMERA, Pose.IDENTITY, CAMERA, RIGHT))
    };
    scorer = new PatchScorer(a, WIDTH, HEIGHT, sources, 4, 2);
    left = map(0, Pose.IDENTITY);
    right = map(1, RIGHT);
    colours = new byte[3 * N];
  }

  private static DepthMap map(int id, Pose pose) {
    float[] depth = new float[N];
    float[] normal = new float[3 * N];
    float[] confidence = new float[N];
    Arrays.fill(depth, 2);
    Arrays.fill(confidence, 1);
    for (int i = 0; i < N; i++) {
      normal[3 * i + 2] = -1;
    }
    return new DepthMap(id, CAMERA, pose, depth, normal, confidence);
  }

  /** One sweep of propagation and variation with one other image. */
  @Benchmark
  @OperationsPerInvocation(N)
  public float propagation() {
    PlaneField field = new PlaneField(WIDTH, HEIGHT);
    Arrays.fill(field.inverse, 0.45f);
    PatchMatch match = new PatchMatch(scorer, field, null, null, null, 300, 1 / 30.0, 0.1, 2, 1);
    match.run(1, 1, 0);
    return field.cost[N / 2];
  }

  /** Checking one map against one other. */
  @Benchmark
  @OperationsPerInvocation(N)
  public int consistency() {
    return new GeometricFilter(0.01, 1.5).confirm(left, 1, n -> right).near()[N / 2];
  }

  /** Fusing two maps. */
  @Benchmark
  @OperationsPerInvocation(N)
  public int fusion() {
    DepthFusion fusion = new DepthFusion(2, 0.01, 1);
    fusion.add(0, left, colours, new int[] {1}, v -> v == 0 ? left : right);
    fusion.add(1, right, colours, new int[] {0}, v -> v == 0 ? left : right);
    return fusion.cloud().size();
  }
}
