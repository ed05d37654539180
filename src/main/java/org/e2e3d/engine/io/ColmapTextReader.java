package org.e2e3d.engine.io;

import java.io.IOException;
import java.nio.file.Files;
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
  private static final int MOST_CAMERAS = 100_000;
  private static final int MOST_IMAGES = 100_000;
  private static final long MOST_PIXELS = 100_000_000;

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

  boolean hasPoints() throws IOException {
    if (!Files.exists(folder.resolve(ColmapText.POINTS))) {
      return false;
    }
    try (LineReader in = open(ColmapText.POINTS)) {
      return record(in) != null;
    }
  }

  private void readCameras() throws IOException {
    try (LineReader in = open(ColmapText.CAMERAS)) {
      for (String line = record(in); line != null; line = record(in)) {
        Camera c = camera(in, words(line));
        if (cameras.put(c.id(), c) != null) {
          throw in.malformed("camera " + (c.id() + 1) + " stands twice");
        }
        if (cameras.size() > MOST_CAMERAS) {
          throw in.malformed("more than " + MOST_CAMERAS + " cameras are more than is read");
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
    long total = 0;
    try (LineReader in = open(ColmapText.IMAGES)) {
      for (String line = record(in); line != null; line = record(in)) {
        View v = view(in, line);
        if (!seen.add(v.id())) {
          throw in.malformed("image " + (v.id() + 1) + " stands twice");
        }
        views.add(v);
        // The second line of an image may be empty, so it is the next line whatever it holds.
        String points = in.next();
        float[] xy = pixels(in, points == null ? "" : points);
        pixels.put(v.id(), xy);
        total += xy.length / 2;
        if (views.size() > MOST_IMAGES || total > MOST_PIXELS) {
          throw in.malformed(
              "more than "
                  + MOST_IMAGES
                  + " images or "
                  + MOST_PIXELS
                  + " 2D points are more than is read");
        }
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
      xy.add(in.single(x));
      xy.add(in.single(y));
    }
    return xy.toArray();
  }

  private SparsePoints readPoints() throws IOException {
    PointTable table = new PointTable();
    if (!Files.exists(folder.resolve(ColmapText.POINTS))) {
      return table.sorted(pixels);
    }
    try (LineReader in = open(ColmapText.POINTS)) {
      for (String line = record(in); line != null; line = record(in)) {
        table.add(in, line, pixels);
      }
      long twice = table.repeatedId();
      if (twice >= 0) {
        throw in.malformed("point " + twice + " stands twice in the file");
      }
    }
    return table.sorted(pixels);
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
