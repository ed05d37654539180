package org.e2e3d.engine.texture;

import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.image.PhotoSource;
import org.e2e3d.engine.render.FaceBuffer;
import org.e2e3d.engine.render.FaceCulling;
import org.e2e3d.engine.render.Rasterizer;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.scene.TriangleMesh;

/**
 * What one view sees of the mesh: where each vertex falls in its photograph and whether anything is
 * in front of it, tested against a depth buffer on the undistorted image plane.
 */
final class ViewSurvey {
  /** The vertex is hidden, masked or outside the photograph. */
  static final byte HIDDEN = 0;

  /** The vertex is seen, but something nearer is within a pixel or two of it. */
  static final byte NEAR_EDGE = 1;

  /** The vertex is seen, with nothing nearer around it. */
  static final byte CLEAR = 2;

  /** Tangent of the angle to which the depth buffer of a fisheye reaches. */
  private static final double WIDEST = 2.75;

  private static final double RELATIVE_DEPTH = 0.004;
  private static final double SLOPE_PIXELS = 1.8;
  private static final double MAX_SLOPE_COTANGENT = 6;
  private static final double BORDER_PIXELS = 1.5;

  final Camera camera;
  final Pose pose;
  final double[] centre;
  final SmallPhoto photo;

  /** 2v pixels in the full-size photograph; only where seen. */
  final float[] pixel;

  final byte[] visible;

  /** How many pixels of the depth buffer each face owns. */
  final int[] owned;

  /** Buffer pixels a photograph pixel. */
  final double bufferScale;

  private ViewSurvey(
      Camera camera,
      Pose pose,
      SmallPhoto photo,
      float[] pixel,
      byte[] visible,
      int[] owned,
      double bufferScale) {
    this.camera = camera;
    this.pose = pose;
    this.centre = pose.centre();
    this.photo = photo;
    this.pixel = pixel;
    this.visible = visible;
    this.owned = owned;
    this.bufferScale = bufferScale;
  }

  /**
   * Surveys a view; single-threaded, so that views can be surveyed side by side.
   *
   * @param normals 3v unit vertex normals
   * @param side longer side of the depth buffer and of the reduced photograph
   */
  static ViewSurvey of(
      TriangleMesh mesh,
      float[] normals,
      Camera camera,
      Pose pose,
      PhotoSource source,
      Photo photo,
      int side) {
    SmallPhoto small = SmallPhoto.read(source, photo, side);
    Camera plane = imagePlane(camera, side);
    FaceBuffer buffer = Rasterizer.draw(mesh, plane, pose, FaceCulling.NONE, 1);
    float[] pixel = new float[2 * mesh.vertexCount()];
    byte[] visible = new byte[mesh.vertexCount()];
    double[] r = pose.rotation();
    double[] centre = pose.centre();
    double[] uv = new double[2];
    float[] p = mesh.xyz();
    for (int v = 0; v < visible.length; v++) {
      double x = r[0] * p[3 * v] + r[1] * p[3 * v + 1] + r[2] * p[3 * v + 2] + pose.tx();
      double y = r[3] * p[3 * v] + r[4] * p[3 * v + 1] + r[5] * p[3 * v + 2] + pose.ty();
      double z = r[6] * p[3 * v] + r[7] * p[3 * v + 1] + r[8] * p[3 * v + 2] + pose.tz();
      if (z <= 0) {
        continue;
      }
      double bx = plane.fx() * x / z + plane.cx();
      double by = plane.fy() * y / z + plane.cy();
      if (!(bx >= 0 && by >= 0 && bx < plane.width() && by < plane.height())) {
        continue;
      }
      if (!camera.project(x, y, z, uv)) {
        continue;
      }
      if (!(uv[0] >= BORDER_PIXELS
          && uv[1] >= BORDER_PIXELS
          && uv[0] <= camera.width() - BORDER_PIXELS
          && uv[1] <= camera.height() - BORDER_PIXELS)) {
        continue;
      }
      if (small.mask.length > 0 && masked(small, camera, uv)) {
        continue;
      }
      pixel[2 * v] = (float) uv[0];
      pixel[2 * v + 1] = (float) uv[1];
      double dx = centre[0] - p[3 * v];
      double dy = centre[1] - p[3 * v + 1];
      double dz = centre[2] - p[3 * v + 2];
      double cos =
          (dx * normals[3 * v] + dy * normals[3 * v + 1] + dz * normals[3 * v + 2])
              / Math.sqrt(dx * dx + dy * dy + dz * dz);
      double cotangent =
          Math.min(MAX_SLOPE_COTANGENT, Math.sqrt(Math.max(0, 1 - cos * cos)) / Math.abs(cos));
      double slack = z * (RELATIVE_DEPTH + SLOPE_PIXELS * cotangent / plane.fx());
      visible[v] = test(buffer, (int) bx, (int) by, z - slack);
    }
    double scale = plane.fx() / camera.fx();
    return new ViewSurvey(
        camera, pose, small, pixel, visible, ownedPixels(buffer, mesh.faceCount()), scale);
  }

  private static boolean masked(SmallPhoto small, Camera camera, double[] uv) {
    int x = Math.min(small.width - 1, (int) (uv[0] * small.width / camera.width()));
    int y = Math.min(small.height - 1, (int) (uv[1] * small.height / camera.height()));
    return small.mask[y * small.width + x] == 0;
  }

  /** Whether anything nearer than the limit is at a pixel or at its eight neighbours. */
  private static byte test(FaceBuffer buffer, int x, int y, double limit) {
    float[] depth = buffer.depth();
    int w = buffer.width();
    int clear = 0;
    boolean own = false;
    int near = 0;
    for (int j = Math.max(0, y - 1); j <= Math.min(buffer.height() - 1, y + 1); j++) {
      for (int i = Math.max(0, x - 1); i <= Math.min(w - 1, x + 1); i++) {
        float d = depth[j * w + i];
        if (d == 0 || d >= limit) {
          clear++;
          own |= i == x && j == y;
        } else {
          near++;
        }
      }
    }
    if (near == 0) {
      return CLEAR;
    }
    return own && clear > near ? NEAR_EDGE : HIDDEN;
  }

  private static int[] ownedPixels(FaceBuffer buffer, int faces) {
    int[] owned = new int[faces];
    for (int f : buffer.face()) {
      if (f >= 0) {
        owned[f]++;
      }
    }
    return owned;
  }

  /**
   * A pinhole camera that sees all that a lens sees, up to 70 degrees to each side, its longer side
   * as given.
   */
  static Camera imagePlane(Camera camera, int side) {
    double[] ray = new double[2];
    double left = 0;
    double top = 0;
    double right = 0;
    double bottom = 0;
    int steps = 32;
    for (int i = 0; i <= steps; i++) {
      double s = (double) i / steps;
      double[][] border = {
        {s * camera.width(), 0},
        {s * camera.width(), camera.height()},
        {0, s * camera.height()},
        {camera.width(), s * camera.height()}
      };
      for (double[] b : border) {
        camera.unproject(b[0], b[1], ray);
        left = Math.max(-WIDEST, Math.min(left, ray[0]));
        right = Math.min(WIDEST, Math.max(right, ray[0]));
        top = Math.max(-WIDEST, Math.min(top, ray[1]));
        bottom = Math.min(WIDEST, Math.max(bottom, ray[1]));
      }
    }
    double f = side / Math.max(right - left, bottom - top);
    int w = Math.max(1, (int) Math.ceil(f * (right - left)));
    int h = Math.max(1, (int) Math.ceil(f * (bottom - top)));
    return Camera.pinhole(camera.id(), w, h, f, f, -f * left, -f * top);
  }
}
