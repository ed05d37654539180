package org.e2e3d.engine.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.SparsePoints;
import org.e2e3d.engine.scene.View;

/**
 * What the cameras and tracks tell about a model's quality.
 *
 * @param points triangulated points
 * @param observations their sightings
 * @param meanTrackLength sightings a point
 * @param tracksByLength points seen by 2, 3, 4, 5 and 6 or more views
 * @param meanErrorPixels mean distance between sightings and projected points
 * @param medianAngleDegrees median over the points of the widest angle between two of their rays
 * @param unitsPerPixel median size of a full-size pixel on the surface, in units of the model
 * @param views one row a view, in the model's order
 */
public record SparseFigures(
    int points,
    int observations,
    double meanTrackLength,
    int[] tracksByLength,
    double meanErrorPixels,
    double medianAngleDegrees,
    double unitsPerPixel,
    List<ViewFigures> views) {

  private static final int GRID_COLUMNS = 8;
  private static final int GRID_ROWS = 6;

  /** Fewer points in common say little about two views. */
  private static final int COMMON_POINTS = 15;

  private static final int MOST_ANGLES = 20_000;
  private static final int MOST_RAYS = 12;

  /**
   * One view.
   *
   * @param name the photograph
   * @param observations points it sees
   * @param meanErrorPixels their mean reprojection error; 0 if there are none
   * @param coverage share of an 8 x 6 grid over the picture with a point in it, 0 to 1
   * @param neighbours views that see at least 15 of its points
   */
  public record ViewFigures(
      String name, int observations, double meanErrorPixels, double coverage, int neighbours) {}

  static SparseFigures of(SparseModel model) {
    return new Counter(model).figures();
  }

  /** Walks over all sightings once. */
  private static final class Counter {
    private final SparseModel model;
    private final SparsePoints points;
    private final int n;
    private final Map<Integer, Integer> rowOf = new HashMap<>();
    private final Camera[] cameras;
    private final double[][] rotation;
    private final double[][] centre;
    private final int[] seen;
    private final double[] error;
    private final boolean[][] cells;
    private final int[][] common;
    private final float[] pixelSize;

    Counter(SparseModel model) {
      this.model = model;
      this.points = model.points();
      this.n = model.views().size();
      cameras = new Camera[n];
      rotation = new double[n][];
      centre = new double[n][];
      for (int i = 0; i < n; i++) {
        View v = model.views().get(i);
        rowOf.put(v.id(), i);
        cameras[i] = model.cameraOf(v);
        rotation[i] = v.pose().rotation();
        centre[i] = v.pose().centre();
      }
      seen = new int[n];
      error = new double[n];
      cells = new boolean[n][GRID_COLUMNS * GRID_ROWS];
      common = new int[n][n];
      pixelSize = new float[points.observations()];
    }

    SparseFigures figures() {
      int[] lengths = new int[5];
      for (int i = 0; i < points.size(); i++) {
        lengths[Math.max(0, Math.min(4, points.trackLength(i) - 2))]++;
        count(i);
      }
      double sum = 0;
      List<ViewFigures> rows = new ArrayList<>();
      for (int v = 0; v < n; v++) {
        sum += error[v];
        rows.add(row(v));
      }
      int m = points.observations();
      Arrays.sort(pixelSize);
      return new SparseFigures(
          points.size(),
          m,
          points.size() == 0 ? 0 : (double) m / points.size(),
          lengths,
          m == 0 ? 0 : sum / m,
          medianAngle(),
          m == 0 ? 0 : pixelSize[m / 2],
          rows);
    }

    private ViewFigures row(int v) {
      int filled = 0;
      for (boolean cell : cells[v]) {
        filled += cell ? 1 : 0;
      }
      int neighbours = 0;
      for (int w = 0; w < n; w++) {
        neighbours += w != v && common[v][w] >= COMMON_POINTS ? 1 : 0;
      }
      return new ViewFigures(
          model.views().get(v).name(),
          seen[v],
          seen[v] == 0 ? 0 : error[v] / seen[v],
          (double) filled / cells[v].length,
          neighbours);
    }

    private void count(int point) {
      double[] pixel = new double[2];
      int from = points.trackStart()[point];
      int to = points.trackStart()[point + 1];
      for (int k = from; k < to; k++) {
        int v = rowOf.get(points.obsView()[k]);
        Camera camera = cameras[v];
        double x = points.obsXy()[2 * k];
        double y = points.obsXy()[2 * k + 1];
        double[] c = inCamera(v, point);
        if (camera.project(c[0], c[1], c[2], pixel)) {
          error[v] += Math.hypot(pixel[0] - x, pixel[1] - y);
        }
        seen[v]++;
        int column =
            (int) Math.max(0, Math.min(GRID_COLUMNS - 1, x * GRID_COLUMNS / camera.width()));
        int row = (int) Math.max(0, Math.min(GRID_ROWS - 1, y * GRID_ROWS / camera.height()));
        cells[v][row * GRID_COLUMNS + column] = true;
        pixelSize[k] = (float) (c[2] / camera.fx());
        for (int j = from; j < k; j++) {
          int w = rowOf.get(points.obsView()[j]);
          common[v][w]++;
          common[w][v]++;
        }
      }
    }

    private double[] inCamera(int v, int point) {
      double[] r = rotation[v];
      double[] d = towards(v, point);
      return new double[] {
        r[0] * d[0] + r[1] * d[1] + r[2] * d[2],
        r[3] * d[0] + r[4] * d[1] + r[5] * d[2],
        r[6] * d[0] + r[7] * d[1] + r[8] * d[2]
      };
    }

    /** From a view's centre to a point. */
    private double[] towards(int v, int point) {
      double[] d = new double[3];
      for (int k = 0; k < 3; k++) {
        d[k] = points.xyz()[3 * point + k] - centre[v][k];
      }
      return d;
    }

    private double medianAngle() {
      int step = Math.max(1, points.size() / MOST_ANGLES);
      double[] angles = new double[(points.size() + step - 1) / step];
      for (int i = 0; i < angles.length; i++) {
        angles[i] = widestAngle(i * step);
      }
      Arrays.sort(angles);
      return angles.length == 0 ? 0 : Math.toDegrees(angles[angles.length / 2]);
    }

    private double widestAngle(int point) {
      int from = points.trackStart()[point];
      int to = Math.min(points.trackStart()[point + 1], from + MOST_RAYS);
      double least = 1;
      for (int a = from; a < to; a++) {
        double[] p = towards(rowOf.get(points.obsView()[a]), point);
        for (int b = from; b < a; b++) {
          double[] q = towards(rowOf.get(points.obsView()[b]), point);
          double cos = dot(p, q) / Math.sqrt(dot(p, p) * dot(q, q));
          least = Math.min(least, cos);
        }
      }
      return Math.acos(Math.max(-1, least));
    }

    private static double dot(double[] a, double[] b) {
      return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }
  }
}
