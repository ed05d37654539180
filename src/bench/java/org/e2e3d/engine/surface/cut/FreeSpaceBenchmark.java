package org.e2e3d.engine.surface.cut;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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

/** The visibility cut's hot kernels on points of a rough wall: microseconds a point. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class FreeSpaceBenchmark {
  private static final int POINTS = 20_000;
  private static final double[] EYES = {-2, 0, 10, 0, 0, 10, 2, 0, 10, 0, 2, 10};

  private SeenPoints points;
  private Delaunay delaunay;

  /** A wall of 10 x 10 with roughness as large as its spacing, seen by four views. */
  @Setup
  public void wall() {
    SplittableRandom random = new SplittableRandom(1);
    PointCells cells = new PointCells(1, POINTS);
    for (int view = 0; view < 4; view++) {
      for (int i = 0; i < POINTS; i++) {
        cells.add(
            10 * random.nextDouble() - 5,
            10 * random.nextDouble() - 5,
            0.1 * random.nextDouble(),
            0.1,
            1,
            view);
      }
    }
    points = cells.points();
    delaunay = Delaunay.of(points.xyz(), points.size(), 1);
  }

  /** Triangulates all points. */
  @Benchmark
  @OperationsPerInvocation(POINTS)
  public int triangulate() {
    return Delaunay.of(points.xyz(), points.size(), 1).size();
  }

  /** Follows every line of sight and cuts. */
  @Benchmark
  @OperationsPerInvocation(POINTS)
  public int seeAndCut() {
    Evidence evidence = new Evidence(delaunay, points, EYES, 1);
    evidence.gather(1);
    evidence.addShape(1, 1);
    return new MinCut(delaunay.across, evidence.capacity, evidence.terminal).sourceSide().length;
  }
}
