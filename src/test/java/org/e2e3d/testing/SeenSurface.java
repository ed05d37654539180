package org.e2e3d.testing;

import java.util.Arrays;
import java.util.List;
import org.e2e3d.engine.render.FaceBuffer;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.scene.TriangleMesh;

/**
 * The part of a mesh that at least one camera sees, cut finely along faces: solids that stand in
 * one another have faces inside, which no reconstruction can or should find.
 */
final class SeenSurface {
  /** How far a piece is moved off the surface before it is looked for, in scene units. */
  private static final double LIFT = 0.002;

  /** How much further than what the camera sees it may be, relative. */
  private static final double BEHIND = 0.0005;

  private final List<FaceBuffer> views;
  private final double longest;
  private float[] xyz = new float[9 * 1024];
  private int size;

  private SeenSurface(List<FaceBuffer> views, double longest) {
    this.views = views;
    this.longest = longest;
  }

  /**
   * @param longest pieces' edges are at most this long, scene units
   */
  static TriangleMesh of(PhotographedScene scene, double longest) {
    Camera c = scene.camera();
    Camera pinhole = Camera.pinhole(0, c.width(), c.height(), c.fx(), c.fy(), c.cx(), c.cy());
    SeenSurface seen =
        new SeenSurface(
            scene.poses().stream().map(p -> scene.renderer().truth(pinhole, p)).toList(), longest);
    TriangleMesh mesh = scene.mesh();
    double[] t = new double[9];
    for (int f = 0; f < mesh.faceCount(); f++) {
      for (int k = 0; k < 9; k++) {
        t[k] = mesh.xyz()[3 * mesh.triangles()[3 * f + k / 3] + k % 3];
      }
      seen.cut(t.clone(), scene.poses());
    }
    int[] triangles = new int[seen.size / 3];
    Arrays.setAll(triangles, i -> i);
    return new TriangleMesh(Arrays.copyOf(seen.xyz, seen.size), triangles, new byte[0]);
  }

  /** Halves a triangle at its longest edge until it is small enough. */
  private void cut(double[] t, List<Pose> poses) {
    int edge = 0;
    double most = 0;
    for (int k = 0; k < 3; k++) {
      double d = distance(t, k, (k + 1) % 3);
      if (d > most) {
        most = d;
        edge = k;
      }
    }
    if (most <= longest) {
      if (isSeen(t, poses)) {
        add(t);
      }
      return;
    }
    int a = 3 * edge;
    int b = 3 * ((edge + 1) % 3);
    double[] left = t.clone();
    double[] right = t.clone();
    for (int k = 0; k < 3; k++) {
      double middle = (t[a + k] + t[b + k]) / 2;
      left[b + k] = middle;
      right[a + k] = middle;
    }
    cut(left, poses);
    cut(right, poses);
  }

  private boolean isSeen(double[] t, List<Pose> poses) {
    double[] n = new double[3];
    double[] p = new double[3];
    double[] q = new double[3];
    for (int k = 0; k < 3; k++) {
      int i = (k + 1) % 3;
      int j = (k + 2) % 3;
      n[k] = (t[3 + i] - t[i]) * (t[6 + j] - t[j]) - (t[3 + j] - t[j]) * (t[6 + i] - t[i]);
    }
    double norm = Math.sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
    for (int k = 0; k < 3; k++) {
      p[k] = (t[k] + t[3 + k] + t[6 + k]) / 3 + LIFT * n[k] / norm;
    }
    for (int v = 0; v < views.size(); v++) {
      double[] eye = poses.get(v).centre();
      if ((eye[0] - p[0]) * n[0] + (eye[1] - p[1]) * n[1] + (eye[2] - p[2]) * n[2] <= 0) {
        continue;
      }
      Camera c = views.get(v).camera();
      poses.get(v).apply(p[0], p[1], p[2], q);
      int x = (int) Math.floor(c.fx() * q[0] / q[2] + c.cx());
      int y = (int) Math.floor(c.fy() * q[1] / q[2] + c.cy());
      if (q[2] > 0 && x >= 0 && y >= 0 && x < c.width() && y < c.height()) {
        double there = views.get(v).depth()[y * c.width() + x];
        if (there <= 0 || q[2] <= there * (1 + BEHIND)) {
          return true;
        }
      }
    }
    return false;
  }

  private void add(double[] t) {
    if (size + 9 > xyz.length) {
      xyz = Arrays.copyOf(xyz, 2 * xyz.length);
    }
    for (double d : t) {
      xyz[size++] = (float) d;
    }
  }

  private static double distance(double[] t, int a, int b) {
    return Math.sqrt(
        Math.pow(t[3 * a] - t[3 * b], 2)
            + Math.pow(t[3 * a + 1] - t[3 * b + 1], 2)
            + Math.pow(t[3 * a + 2] - t[3 * b + 2], 2));
  }
}
