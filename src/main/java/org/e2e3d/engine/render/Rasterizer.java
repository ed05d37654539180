package org.e2e3d.engine.render;

import java.util.Arrays;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.stage.Workers;

/**
 * Finds the nearest face and its depth at every pixel centre.
 *
 * <p>Homogeneous rasterisation after Olano and Greer, "Triangle scan conversion using 2D
 * homogeneous coordinates" (Graphics Hardware 1997): with A, B, C in the camera frame and d the ray
 * of a pixel, the edge functions d·(BxC), d·(CxA), d·(AxB) are linear in the pixel, share their
 * signs where the ray meets the triangle, and sum to det(A,B,C)/z. So depth is perspective-correct
 * and triangles that reach behind the camera need no clipping. A shared edge gives exactly opposite
 * values in its two faces, so no ray slips between them.
 *
 * <p>The picture is cut into bands of rows, one task each; a pixel's result depends neither on the
 * bands nor on the threads (of equally near faces the first wins).
 */
public final class Rasterizer {
  private static final double NEAR = 1e-6;
  private static final double BOX_SLACK = 1e-2;

  /** Every band looks at every face, so there are few; more than threads, so that none idles. */
  private static final int BANDS_PER_THREAD = 3;

  private final Camera camera;
  private final CameraFrame frame;
  private final int[] triangles;
  private final FaceCulling culling;
  private final double[] rayX;
  private final double[] rayY;
  private final float[] inverseDepth;
  private final int[] face;

  private Rasterizer(TriangleMesh mesh, CameraFrame frame, Camera camera, FaceCulling culling) {
    this.camera = camera;
    this.frame = frame;
    this.triangles = mesh.triangles();
    this.culling = culling;
    this.rayX = rays(camera.width(), camera.fx(), camera.cx());
    this.rayY = rays(camera.height(), camera.fy(), camera.cy());
    this.inverseDepth = new float[camera.width() * camera.height()];
    this.face = new int[inverseDepth.length];
    Arrays.fill(face, -1);
  }

  /**
   * Draws a mesh.
   *
   * @param camera a pinhole camera; its size is the buffer's
   * @param pose world to camera
   * @throws IllegalArgumentException if the camera bends rays
   */
  public static FaceBuffer draw(
      TriangleMesh mesh, Camera camera, Pose pose, FaceCulling culling, int threads) {
    return draw(mesh, CameraFrame.of(mesh, camera, pose, threads), camera, culling, threads);
  }

  static FaceBuffer draw(
      TriangleMesh mesh, CameraFrame frame, Camera camera, FaceCulling culling, int threads) {
    if (!camera.isPinhole()) {
      throw new IllegalArgumentException("Rasterizer: the camera must be a pinhole camera");
    }
    return new Rasterizer(mesh, frame, camera, culling).run(threads);
  }

  private FaceBuffer run(int threads) {
    int h = camera.height();
    int bands = threads == 1 ? 1 : Math.min(h, BANDS_PER_THREAD * threads);
    int rows = (h + bands - 1) / bands;
    Workers.forEach(threads, bands, band -> drawBand(band * rows, Math.min(h, (band + 1) * rows)));
    for (int i = 0; i < inverseDepth.length; i++) {
      inverseDepth[i] = inverseDepth[i] > 0 ? 1 / inverseDepth[i] : 0;
    }
    return new FaceBuffer(camera, inverseDepth, face);
  }

  private static double[] rays(int n, double focal, double principal) {
    double[] ray = new double[n];
    for (int i = 0; i < n; i++) {
      ray[i] = (i + 0.5 - principal) / focal;
    }
    return ray;
  }

  private void drawBand(int top, int bottom) {
    float[] eye = frame.eye();
    float[] screen = frame.screen();
    int width = camera.width();
    for (int f = 0; f < triangles.length / 3; f++) {
      int a = triangles[3 * f];
      int b = triangles[3 * f + 1];
      int c = triangles[3 * f + 2];
      float za = eye[3 * a + 2];
      float zb = eye[3 * b + 2];
      float zc = eye[3 * c + 2];
      if (za > NEAR && zb > NEAR && zc > NEAR) {
        float va = screen[2 * a + 1];
        float vb = screen[2 * b + 1];
        float vc = screen[2 * c + 1];
        int y0 = Math.max(top, first(Math.min(va, Math.min(vb, vc))));
        int y1 = Math.min(bottom, last(Math.max(va, Math.max(vb, vc))) + 1);
        if (y0 >= y1) {
          continue;
        }
        float ua = screen[2 * a];
        float ub = screen[2 * b];
        float uc = screen[2 * c];
        int x0 = Math.max(0, first(Math.min(ua, Math.min(ub, uc))));
        int x1 = Math.min(width, last(Math.max(ua, Math.max(ub, uc))) + 1);
        if (x0 < x1) {
          drawFace(f, 3 * a, 3 * b, 3 * c, x0, x1, y0, y1);
        }
      } else if (za > NEAR || zb > NEAR || zc > NEAR) {
        drawFace(f, 3 * a, 3 * b, 3 * c, 0, width, top, bottom);
      }
    }
  }

  /** The first pixel whose centre is not before u. */
  private static int first(float u) {
    return (int) Math.ceil(u - 0.5 - BOX_SLACK);
  }

  private static int last(float u) {
    return (int) Math.floor(u - 0.5 + BOX_SLACK);
  }

  private void drawFace(int f, int a, int b, int c, int x0, int x1, int y0, int y1) {
    float[] eye = frame.eye();
    double ax = eye[a];
    double ay = eye[a + 1];
    double az = eye[a + 2];
    double bx = eye[b];
    double by = eye[b + 1];
    double bz = eye[b + 2];
    double cx = eye[c];
    double cy = eye[c + 1];
    double cz = eye[c + 2];
    double px = by * cz - bz * cy;
    double py = bz * cx - bx * cz;
    double pz = bx * cy - by * cx;
    double det = ax * px + ay * py + az * pz;
    if (det == 0 || (det > 0 && culling == FaceCulling.BACK)) {
      return;
    }
    double sign = det < 0 ? -1 : 1;
    double scale = 1 / (sign * det);
    px *= sign;
    py *= sign;
    pz *= sign;
    double qx = sign * (cy * az - cz * ay);
    double qy = sign * (cz * ax - cx * az);
    double qz = sign * (cx * ay - cy * ax);
    double rx = sign * (ay * bz - az * by);
    double ry = sign * (az * bx - ax * bz);
    double rz = sign * (ax * by - ay * bx);
    int width = camera.width();
    for (int y = y0; y < y1; y++) {
      double dy = rayY[y];
      double p = py * dy + pz;
      double q = qy * dy + qz;
      double r = ry * dy + rz;
      for (int x = x0; x < x1; x++) {
        double dx = rayX[x];
        double e0 = px * dx + p;
        double e1 = qx * dx + q;
        double e2 = rx * dx + r;
        if (e0 >= 0 && e1 >= 0 && e2 >= 0) {
          float near = (float) ((e0 + e1 + e2) * scale);
          int i = y * width + x;
          if (near > inverseDepth[i]) {
            inverseDepth[i] = near;
            face[i] = f;
          }
        }
      }
    }
  }
}
