package org.e2e3d.engine.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.CameraModel;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.SparsePoints;
import org.e2e3d.engine.scene.View;

/** Reads COLMAP's text files; see {@link ColmapText}. */
final class ColmapTextReader {
  /** Room for some two million 2D points in one image. */
  private static final int LONGEST_LINE = 1 << 27;

  private static final int LARGEST_IMAGE = 1 << 20;

  private final Path folder;
  private final Map<Integer, Camera> cameras = new HashMap<>();
  private final List<View> views = new ArrayList<>();
  private final Map<Integer, float[]> pixels = new HashMap<>();

  ColmapTextReader(Path folder) {
    this.folder = folder;
  }

  SparseModel read() throws IOException {
    readCameras();
    readImages();
    SparsePoints points = readPoints();
    views.sort(Comparator.comparingInt(View::id));
    List<Camera> inOrder = new ArrayList<>(cameras.values());
    inOrder.sort(Comparator.comparingInt(Camera::id));
    return new SparseModel(inOrder, views, points, Optional.empty());
  }

  private void readCameras() throws IOException {
    try (LineReader in = open(ColmapText.CAMERAS)) {
      for (String line = record(in); line != null; line = record(in)) {
        Camera c = camera(in, words(line));
        if (cameras.put(c.id(), c) != null) {
          throw in.malformed("camera " + (c.id() + 1) + " stands twice");
        }
      }
    }
  }

  private static Camera camera(LineReader in, String[] w) throws IOException {
    if (w.length < 4) {
      throw in.malformed("a camera needs an id, a model, a width and a height");
    }
    int id = in.integer(w[0], 1, Integer.MAX_VALUE) - 1;
    CameraModel model;
    try {
      model = CameraModel.valueOf(w[1]);
    } catch (IllegalArgumentException e) {
      throw in.malformed("the lens model '" + LineReader.clip(w[1]) + "' is not known");
    }
    int width = in.integer(w[2], 1, LARGEST_IMAGE);
    int height = in.integer(w[3], 1, LARGEST_IMAGE);
    int expected = ColmapParameters.count(model);
    if (w.length != 4 + expected) {
      throw in.malformed(
          model + " takes " + expected + " parameters and " + (w.length - 4) + " stand here");
    }
    double[] p = new double[expected];
    for (int i = 0; i < expected; i++) {
      p[i] = in.number(w[4 + i]);
    }
    Camera c = ColmapParameters.camera(id, model, width, height, p);
    if (!(c.fx() > 0 && c.fy() > 0)) {
      throw in.malformed("the focal length " + Math.min(c.fx(), c.fy()) + " is not positive");
    }
    return c;
  }

  private void readImages() throws IOException {
    Set<Integer> seen = new HashSet<>();
    try (LineReader in = open(ColmapText.IMAGES)) {
      for (String line = record(in); line != null; line = record(in)) {
        View v = view(in, line);
        if (!seen.add(v.id())) {
          throw in.malformed("image " + (v.id() + 1) + " stands twice");
        }
        views.add(v);
        // The second line of an image may be empty, so it is the next line whatever it holds.
        String points = in.next();
        pixels.put(v.id(), pixels(in, points == null ? "" : points));
      }
    }
  }

  private View view(LineReader in, String line) throws IOException {
    String[] w = line.strip().split("\\s+", 10);
    if (w.length < 10) {
      throw in.malformed("an image needs an id, seven numbers, a camera and a name");
    }
    int id = in.integer(w[0], 1, Integer.MAX_VALUE) - 1;
    double[] p = new double[7];
    for (int i = 0; i < 7; i++) {
      p[i] = in.number(w[1 + i]);
    }
    int camera = in.integer(w[8], 1, Integer.MAX_VALUE) - 1;
    if (!cameras.containsKey(camera)) {
      throw in.malformed("image " + w[0] + " names camera " + w[8] + ", which is not there");
    }
    double norm2 = p[0] * p[0] + p[1] * p[1] + p[2] * p[2] + p[3] * p[3];
    if (!(norm2 > 0) || !Double.isFinite(norm2)) {
      throw in.malformed("the rotation of image " + w[0] + " is no quaternion");
    }
    return new View(id, w[9], camera, new Pose(p[0], p[1], p[2], p[3], p[4], p[5], p[6]));
  }

  private static float[] pixels(LineReader in, String line) throws IOException {
    StringTokenizer t = new StringTokenizer(line);
    FloatList xy = new FloatList();
    while (t.hasMoreTokens()) {
      String x = t.nextToken();
      if (!t.hasMoreTokens()) {
        throw in.malformed("the 2D points are not triples of x, y and point id");
      }
      String y = t.nextToken();
      if (!t.hasMoreTokens()) {
        throw in.malformed("the 2D points are not triples of x, y and point id");
      }
      // The point ids repeat what points3D.txt says; the tracks there are what counts.
      t.nextToken();
      xy.add((float) in.number(x));
      xy.add((float) in.number(y));
    }
    return xy.toArray();
  }

  /** One line of points3D.txt. */
  private record Point(long id, double[] xyz, byte[] rgb, float error, int[] track) {}

  private SparsePoints readPoints() throws IOException {
    List<Point> points = new ArrayList<>();
    int observations = 0;
    Set<Long> seen = new HashSet<>();
    try (LineReader in = open(ColmapText.POINTS)) {
      for (String line = record(in); line != null; line = record(in)) {
        Point p = point(in, words(line));
        if (!seen.add(p.id())) {
          throw in.malformed("point " + p.id() + " stands twice");
        }
        points.add(p);
        observations = Math.addExact(observations, p.track().length / 2);
      }
    }
    points.sort(Comparator.comparingLong(Point::id));
    return flatten(points, observations);
  }

  private Point point(LineReader in, String[] w) throws IOException {
    if (w.length < 8 || w.length % 2 != 0) {
      throw in.malformed("a point needs an id, x y z, r g b, an error and pairs of a track");
    }
    long id;
    try {
      id = Long.parseUnsignedLong(w[0]);
    } catch (NumberFormatException e) {
      throw in.malformed("the point id '" + LineReader.clip(w[0]) + "' is no number");
    }
    double[] xyz = {in.number(w[1]), in.number(w[2]), in.number(w[3])};
    byte[] rgb = new byte[3];
    for (int i = 0; i < 3; i++) {
      rgb[i] = (byte) in.integer(w[4 + i], 0, 255);
    }
    int[] track = new int[w.length - 8];
    for (int i = 0; i < track.length; i += 2) {
      int view = in.integer(w[8 + i], 1, Integer.MAX_VALUE) - 1;
      float[] xy = pixels.get(view);
      if (xy == null) {
        throw in.malformed("the track names image " + w[8 + i] + ", which is not there");
      }
      track[i] = view;
      track[i + 1] = in.integer(w[9 + i], 0, xy.length / 2 - 1L);
    }
    return new Point(id, xyz, rgb, (float) in.number(w[7]), track);
  }

  private SparsePoints flatten(List<Point> points, int m) {
    int n = points.size();
    double[] xyz = new double[3 * n];
    byte[] rgb = new byte[3 * n];
    float[] error = new float[n];
    int[] start = new int[n + 1];
    int[] view = new int[m];
    int[] feature = new int[m];
    float[] obsXy = new float[2 * m];
    int k = 0;
    for (int i = 0; i < n; i++) {
      Point p = points.get(i);
      System.arraycopy(p.xyz(), 0, xyz, 3 * i, 3);
      System.arraycopy(p.rgb(), 0, rgb, 3 * i, 3);
      error[i] = p.error();
      for (int t = 0; t < p.track().length; t += 2) {
        view[k] = p.track()[t];
        feature[k] = p.track()[t + 1];
        System.arraycopy(pixels.get(view[k]), 2 * feature[k], obsXy, 2 * k, 2);
        k++;
      }
      start[i + 1] = k;
    }
    return new SparsePoints(xyz, rgb, error, start, view, feature, obsXy);
  }

  private LineReader open(String name) throws IOException {
    return new LineReader(folder.resolve(name), LONGEST_LINE);
  }

  /** The next line that is neither blank nor a comment, or null. */
  private static String record(LineReader in) throws IOException {
    String line = in.next();
    while (line != null && (line.isBlank() || line.stripLeading().startsWith("#"))) {
      line = in.next();
    }
    return line;
  }

  private static String[] words(String line) {
    return line.strip().split("\\s+");
  }
}
