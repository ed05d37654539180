package org.e2e3d.engine.io;

import java.util.Arrays;
import java.util.Map;
import java.util.StringTokenizer;
import org.e2e3d.engine.scene.SparsePoints;

/** The lines of a points3D.txt in flat arrays, so that a large file costs what it holds. */
final class PointTable {
  private static final int MOST_POINTS = 20_000_000;
  private static final int MOST_OBSERVATIONS = 100_000_000;
  private static final int VALUES = 8; // an id, x y z, r g b and an error

  private int n;
  private long[] id = new long[256];
  private double[] xyz = new double[3 * 256];
  private byte[] rgb = new byte[3 * 256];
  private float[] error = new float[256];
  private int[] end = new int[256];
  private final IntList view = new IntList();
  private final IntList feature = new IntList();

  /**
   * Adds a line.
   *
   * @param pixels 2D points of each image, by its id
   */
  void add(LineReader in, String line, Map<Integer, float[]> pixels) throws MalformedFileException {
    StringTokenizer t = new StringTokenizer(line);
    int words = t.countTokens();
    if (words < VALUES || words % 2 != 0) {
      throw in.malformed("a point needs an id, x y z, r g b, an error and pairs of a track");
    }
    if (n == MOST_POINTS || view.size() + words / 2 > MOST_OBSERVATIONS) {
      throw in.malformed(
          "more than "
              + MOST_POINTS
              + " points or "
              + MOST_OBSERVATIONS
              + " observations are more than is read");
    }
    grow();
    id[n] = in.wholeNumber(t.nextToken());
    for (int k = 0; k < 3; k++) {
      xyz[3 * n + k] = in.number(t.nextToken());
    }
    for (int k = 0; k < 3; k++) {
      rgb[3 * n + k] = (byte) in.integer(t.nextToken(), 0, 255);
    }
    error[n] = in.single(t.nextToken());
    while (t.hasMoreTokens()) {
      addObservation(in, t.nextToken(), t.nextToken(), pixels);
    }
    end[n] = view.size();
    n++;
  }

  private void addObservation(
      LineReader in, String image, String index, Map<Integer, float[]> pixels)
      throws MalformedFileException {
    int v = in.integer(image, 1, Integer.MAX_VALUE) - 1;
    float[] xy = pixels.get(v);
    if (xy == null) {
      throw in.malformed("the track names image " + image + ", which is not there");
    }
    view.add(v);
    feature.add(in.integer(index, 0, xy.length / 2 - 1L));
  }

  private void grow() {
    if (n == id.length) {
      int larger = 2 * n;
      id = Arrays.copyOf(id, larger);
      xyz = Arrays.copyOf(xyz, 3 * larger);
      rgb = Arrays.copyOf(rgb, 3 * larger);
      error = Arrays.copyOf(error, larger);
      end = Arrays.copyOf(end, larger);
    }
  }

  /** An id that stands twice, or -1. */
  long repeatedId() {
    long[] sorted = Arrays.copyOf(id, n);
    Arrays.sort(sorted);
    for (int i = 1; i < n; i++) {
      if (sorted[i] == sorted[i - 1]) {
        return sorted[i];
      }
    }
    return -1;
  }

  /** The points by ascending id; whatever order they came in. */
  SparsePoints sorted(Map<Integer, float[]> pixels) {
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Long.compareUnsigned(id[a], id[b]));
    int m = view.size();
    SparsePoints points =
        new SparsePoints(
            new double[3 * n],
            new byte[3 * n],
            new float[n],
            new int[n + 1],
            new int[m],
            new int[m],
            new float[2 * m]);
    int k = 0;
    for (int i = 0; i < n; i++) {
      int from = order[i];
      System.arraycopy(xyz, 3 * from, points.xyz(), 3 * i, 3);
      System.arraycopy(rgb, 3 * from, points.rgb(), 3 * i, 3);
      points.error()[i] = error[from];
      for (int o = from == 0 ? 0 : end[from - 1]; o < end[from]; o++, k++) {
        points.obsView()[k] = view.get(o);
        points.obsFeature()[k] = feature.get(o);
        System.arraycopy(pixels.get(view.get(o)), 2 * feature.get(o), points.obsXy(), 2 * k, 2);
      }
      points.trackStart()[i + 1] = k;
    }
    return points;
  }
}
