package org.e2e3d.engine.dense;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.SplittableRandom;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.stage.Workers;

/**
 * How fast this machine compares windows now: the hot kernel on made-up images, a fraction of a
 * second on each thread.
 *
 * @param cpuSeconds processor time of one comparison of 25 samples
 * @param wallSeconds time that passes for each comparison of a thread; more than the former where
 *     other work has its share of the processors
 */
record SpeedProbe(double cpuSeconds, double wallSeconds) {
  private static final int WIDTH = 160;
  private static final int HEIGHT = 120;

  /** Long enough for the compiler to have done its work on the kernel. */
  private static final double LEAST_SECONDS = 0.25;

  private static final int CHUNK = 20_000;

  static SpeedProbe measure(int threads) {
    double[] cpu = new double[threads];
    double[] wall = new double[threads];
    Workers.forEach(threads, threads, i -> measure(i, cpu, wall));
    double c = 0;
    double w = 0;
    for (int i = 0; i < threads; i++) {
      c += cpu[i] / threads;
      w += wall[i] / threads;
    }
    return new SpeedProbe(c, Math.max(c, w));
  }

  private static void measure(int thread, double[] cpu, double[] wall) {
    PatchScorer scorer = scorer(thread);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    boolean timed = threads.isCurrentThreadCpuTimeSupported();
    double best = Double.MAX_VALUE;
    double used = 0;
    double passed = 0;
    float sink = 0;
    while (used < LEAST_SECONDS) {
      long at = System.nanoTime();
      long atCpu = timed ? threads.getCurrentThreadCpuTime() : at;
      for (int k = 0; k < CHUNK; k += 4) {
        int place = (k * 7) % ((WIDTH - 60) * (HEIGHT - 40));
        scorer.focus(30 + place % (WIDTH - 60), 20 + place / (WIDTH - 60));
        for (int n = 0; n < 4; n++) {
          sink += scorer.costOver(1, 1f + 0.001f * n, 1e-4f, -1e-4f, 9);
        }
      }
      double spent =
          ((timed ? threads.getCurrentThreadCpuTime() : System.nanoTime()) - atCpu) * 1e-9;
      used += spent;
      passed += (System.nanoTime() - at) * 1e-9;
      best = Math.min(best, spent / CHUNK);
    }
    // no result may depend on the sum, but without a use the compiler would leave it out
    cpu[thread] = Float.isNaN(sink) ? Double.NaN : best;
    wall[thread] = best * passed / used;
  }

  private static PatchScorer scorer(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] a = new float[WIDTH * HEIGHT];
    float[] b = new float[WIDTH * HEIGHT];
    for (int i = 0; i < a.length; i++) {
      a[i] = 1 + random.nextInt(255);
      b[i] = 1 + random.nextInt(255);
    }
    Camera camera = Camera.pinhole(1, WIDTH, HEIGHT, 150, 150, WIDTH / 2.0, HEIGHT / 2.0);
    RelativeView relative =
        RelativeView.of(camera, Pose.IDENTITY, camera, new Pose(1, 0, 0.02, 0, -0.1, 0, 0));
    PatchScorer.Source[] sources = {new PatchScorer.Source(b, WIDTH, HEIGHT, relative)};
    return new PatchScorer(a, WIDTH, HEIGHT, sources, 4, 2);
  }
}
