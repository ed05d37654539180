package org.e2e3d.engine.io;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.SparsePoints;
import org.e2e3d.engine.scene.View;

/** Writes COLMAP's text files; see {@link ColmapText}. */
final class ColmapTextWriter {
  private final SparseModel model;

  /** For each observation, its index in its image's line of 2D points. */
  private final int[] index2d;

  /** For each view id, its observations in order. */
  private final Map<Integer, IntList> observationsOf = new HashMap<>();

  private final int[] pointOf;

  ColmapTextWriter(SparseModel model) {
    this.model = model;
    for (View v : model.views()) {
      model.cameraOf(v);
      if (v.name().chars().anyMatch(c -> c == '\n' || c == '\r')) {
        throw new IllegalArgumentException("view " + v.id() + ": its name holds a line break");
      }
      observationsOf.put(v.id(), new IntList());
    }
    SparsePoints points = model.points();
    index2d = new int[points.observations()];
    pointOf = new int[points.observations()];
    for (int i = 0; i < points.size(); i++) {
      for (int k = points.trackStart()[i]; k < points.trackStart()[i + 1]; k++) {
        IntList own = observationsOf.get(points.obsView()[k]);
        if (own == null) {
          throw new IllegalArgumentException(
              "point " + i + " is seen by view " + points.obsView()[k] + ", which is not there");
        }
        index2d[k] = own.size();
        pointOf[k] = i;
        own.add(k);
      }
    }
  }

  void write(Path folder) throws IOException {
    try (BufferedWriter out = open(folder, ColmapText.CAMERAS)) {
      writeCameras(out, model.cameras());
    }
    try (BufferedWriter out = open(folder, ColmapText.IMAGES)) {
      writeImages(out);
    }
    try (BufferedWriter out = open(folder, ColmapText.POINTS)) {
      writePoints(out);
    }
  }

  private static BufferedWriter open(Path folder, String name) throws IOException {
    return Files.newBufferedWriter(folder.resolve(name), StandardCharsets.UTF_8);
  }

  private static void writeCameras(BufferedWriter out, List<Camera> cameras) throws IOException {
    out.write("# Camera list with one line of data per camera:\n");
    out.write("#   CAMERA_ID, MODEL, WIDTH, HEIGHT, PARAMS[]\n");
    out.write("# Number of cameras: " + cameras.size() + "\n");
    for (Camera c : cameras) {
      out.write((c.id() + 1) + " " + c.model() + " " + c.width() + " " + c.height());
      for (double p : ColmapParameters.of(c)) {
        out.write(" " + p);
      }
      out.write('\n');
    }
  }

  private void writeImages(BufferedWriter out) throws IOException {
    SparsePoints points = model.points();
    int n = model.views().size();
    out.write("# Image list with two lines of data per image:\n");
    out.write("#   IMAGE_ID, QW, QX, QY, QZ, TX, TY, TZ, CAMERA_ID, NAME\n");
    out.write("#   POINTS2D[] as (X, Y, POINT3D_ID)\n");
    out.write(
        String.format(
            Locale.ROOT,
            "# Number of images: %d, mean observations per image: %.1f\n",
            n,
            n == 0 ? 0 : (double) points.observations() / n));
    for (View v : model.views()) {
      Pose p = v.pose();
      out.write(Integer.toString(v.id() + 1));
      for (double d : new double[] {p.qw(), p.qx(), p.qy(), p.qz(), p.tx(), p.ty(), p.tz()}) {
        out.write(" " + d);
      }
      out.write(" " + (v.cameraId() + 1) + " " + v.name() + "\n");
      IntList own = observationsOf.get(v.id());
      for (int i = 0; i < own.size(); i++) {
        int k = own.get(i);
        float x = points.obsXy()[2 * k];
        float y = points.obsXy()[2 * k + 1];
        out.write((i == 0 ? "" : " ") + x + " " + y + " " + (pointOf[k] + 1));
      }
      out.write('\n');
    }
  }

  private void writePoints(BufferedWriter out) throws IOException {
    SparsePoints points = model.points();
    int n = points.size();
    out.write("# 3D point list with one line of data per point:\n");
    out.write("#   POINT3D_ID, X, Y, Z, R, G, B, ERROR, TRACK[] as (IMAGE_ID, POINT2D_IDX)\n");
    out.write(
        String.format(
            Locale.ROOT,
            "# Number of points: %d, mean track length: %.2f\n",
            n,
            n == 0 ? 0 : (double) points.observations() / n));
    for (int i = 0; i < n; i++) {
      out.write(Integer.toString(i + 1));
      for (int a = 0; a < 3; a++) {
        out.write(" " + points.xyz()[3 * i + a]);
      }
      for (int a = 0; a < 3; a++) {
        out.write(" " + (points.rgb()[3 * i + a] & 0xff));
      }
      out.write(" " + points.error()[i]);
      for (int k = points.trackStart()[i]; k < points.trackStart()[i + 1]; k++) {
        out.write(" " + (points.obsView()[k] + 1) + " " + index2d[k]);
      }
      out.write('\n');
    }
  }
}
