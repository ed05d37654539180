package org.e2e3d.engine.texture;

import org.e2e3d.engine.scene.TriangleMesh;

/**
 * How good a view is for a face: the pixels it covers there (which holds distance and slant), more
 * if it is seen from the front, and more if the photograph is sharp there. After Waechter, Moehrle
 * and Goesele, "Let There Be Color! Large-Scale Texturing of 3D Reconstructions" (ECCV 2014),
 * section 4.1, with area and gradient as separate factors.
 */
final class FaceJudge {
  private static final double LEAST_COSINE = 0.12;
  private static final double EDGE_FACTOR = 0.15;
  private static final double SHARP_GRADIENT = 24;

  /** A face with this many buffer pixels or more must own most of them. */
  private static final double COUNTABLE = 24;

  private final TriangleMesh mesh;

  FaceJudge(TriangleMesh mesh) {
    this.mesh = mesh;
  }

  /** Offers a view to a face if it sees the face. */
  void judge(ViewSurvey view, int viewIndex, int face, Candidates candidates) {
    int[] t = mesh.triangles();
    int a = t[3 * face];
    int b = t[3 * face + 1];
    int c = t[3 * face + 2];
    int seen = Math.min(view.visible[a], Math.min(view.visible[b], view.visible[c]));
    if (seen == ViewSurvey.HIDDEN) {
      return;
    }
    double cos = cosine(view, a, b, c);
    if (cos < LEAST_COSINE) {
      return;
    }
    float[] px = view.pixel;
    double ux = px[2 * b] - px[2 * a];
    double uy = px[2 * b + 1] - px[2 * a + 1];
    double vx = px[2 * c] - px[2 * a];
    double vy = px[2 * c + 1] - px[2 * a + 1];
    double area = Math.abs(ux * vy - uy * vx) / 2;
    if (!(area > 0)) {
      return;
    }
    double factor = seen == ViewSurvey.CLEAR ? 1 : EDGE_FACTOR;
    double bufferArea = area * view.bufferScale * view.bufferScale;
    if (bufferArea >= COUNTABLE) {
      double share = Math.min(1, view.owned[face] / bufferArea);
      if (share < 0.5) {
        return;
      }
      factor *= Math.pow(share, 4);
    }
    sample(view, viewIndex, face, a, b, c, area * cos * factor, candidates);
  }

  private double cosine(ViewSurvey view, int a, int b, int c) {
    float[] p = mesh.xyz();
    double ux = p[3 * b] - p[3 * a];
    double uy = p[3 * b + 1] - p[3 * a + 1];
    double uz = p[3 * b + 2] - p[3 * a + 2];
    double vx = p[3 * c] - p[3 * a];
    double vy = p[3 * c + 1] - p[3 * a + 1];
    double vz = p[3 * c + 2] - p[3 * a + 2];
    double nx = uy * vz - uz * vy;
    double ny = uz * vx - ux * vz;
    double nz = ux * vy - uy * vx;
    double dx = view.centre[0] - p[3 * a];
    double dy = view.centre[1] - p[3 * a + 1];
    double dz = view.centre[2] - p[3 * a + 2];
    double norm = Math.sqrt((nx * nx + ny * ny + nz * nz) * (dx * dx + dy * dy + dz * dz));
    return norm > 0 ? (nx * dx + ny * dy + nz * dz) / norm : 0;
  }

  private static void sample(
      ViewSurvey view,
      int viewIndex,
      int face,
      int a,
      int b,
      int c,
      double quality,
      Candidates candidates) {
    SmallPhoto photo = view.photo;
    float[] px = view.pixel;
    double sx = (double) photo.width / view.camera.width();
    double sy = (double) photo.height / view.camera.height();
    double cx = (px[2 * a] + px[2 * b] + px[2 * c]) / 3;
    double cy = (px[2 * a + 1] + px[2 * b + 1] + px[2 * c + 1]) / 3;
    int red = 0;
    int green = 0;
    int blue = 0;
    int gradient = 0;
    for (int k = 0; k < 4; k++) {
      int v = k == 0 ? a : k == 1 ? b : c;
      double toCorner = k == 3 ? 0 : 0.5;
      int x = (int) ((cx + toCorner * (px[2 * v] - cx)) * sx);
      int y = (int) ((cy + toCorner * (px[2 * v + 1] - cy)) * sy);
      int i = Math.min(photo.height - 1, y) * photo.width + Math.min(photo.width - 1, x);
      blue += photo.bgr[3 * i] & 255;
      green += photo.bgr[3 * i + 1] & 255;
      red += photo.bgr[3 * i + 2] & 255;
      gradient += photo.gradient[i] & 255;
    }
    double sharp = 0.6 + Math.min(1, gradient / 4.0 / SHARP_GRADIENT);
    candidates.offer(face, viewIndex, (float) (quality * sharp), red / 4f, green / 4f, blue / 4f);
  }
}
