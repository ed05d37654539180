package org.e2e3d.engine.dense;

import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.Pose;

/**
 * Carries planes that several views confirm into views where the first round failed: where a view's
 * own plane is confirmed by hardly any other, the confirmed plane of another view that falls there
 * is taken if the photographs do not speak against it.
 *
 * <p>After Xu and Tao, Multi-Scale Geometric Consistency Guided Multi-View Stereo (CVPR 2019),
 * section 3.3, where other views' depths guide a view by a term in its cost; here they are
 * hypotheses, which costs next to nothing.
 */
final class Completion {
  /** Confirmed by so many others, a plane is taken for true. */
  static final int LEAST = 2;

  /** How much worse than a view's own plane a carried one may match. */
  private static final float BONUS = 0.1f;

  /** A carried plane that matches worse is none. */
  private static final float WORST = 0.6f;

  private final CoarseView own;
  private final PatchScorer scorer;
  private final float[] candidate;
  private final byte[] from;
  private final int[] pixel;

  Completion(CoarseView own, PatchScorer scorer) {
    this.own = own;
    this.scorer = scorer;
    int n = own.field().inverse.length;
    candidate = new float[n];
    from = new byte[n];
    pixel = new int[n];
  }

  /**
   * Changes unconfirmed planes of the view.
   *
   * @param others the views it is checked against; null where one has nothing
   * @return which pixels were changed
   */
  boolean[] carry(CoarseView[] others) {
    for (int n = 0; n < others.length; n++) {
      if (others[n] != null) {
        gather(n, others[n]);
      }
    }
    boolean[] changed = new boolean[candidate.length];
    Plane[] planes = new Plane[others.length];
    for (int n = 0; n < others.length; n++) {
      planes[n] = others[n] == null ? null : new Plane(others[n], own);
    }
    PlaneField field = own.field();
    int w = field.width;
    for (int at = 0; at < candidate.length; at++) {
      if (candidate[at] <= 0 || !scorer.focus(at % w, at / w)) {
        continue;
      }
      Plane plane = planes[from[at]];
      if (!plane.at(pixel[at], at % w, at / w)) {
        continue;
      }
      float cost = scorer.costOverBest(plane.inverse, plane.slopeX, plane.slopeY);
      if (cost < WORST && cost < field.cost[at] + BONUS) {
        field.inverse[at] = plane.inverse;
        field.slopeX[at] = plane.slopeX;
        field.slopeY[at] = plane.slopeY;
        field.cost[at] = cost;
        changed[at] = true;
      }
    }
    return changed;
  }

  /** Of the confirmed planes that fall on an unconfirmed pixel, keeps the nearest. */
  private void gather(int index, CoarseView other) {
    RelativeView relative =
        RelativeView.of(other.camera(), other.view().pose(), own.camera(), own.view().pose());
    double[] m = relative.m();
    double[] b = relative.b();
    PlaneField theirs = other.field();
    int w = own.field().width;
    int h = own.field().height;
    for (int i = 0; i < theirs.inverse.length; i++) {
      if (!other.isConfirmed(i, LEAST)) {
        continue;
      }
      double inv = theirs.inverse[i];
      double x = i % theirs.width;
      double y = i / theirs.width;
      double pw = m[6] * x + m[7] * y + m[8] + b[2] * inv;
      if (pw <= 0) {
        continue;
      }
      int u = (int) Math.floor((m[0] * x + m[1] * y + m[2] + b[0] * inv) / pw + 0.5);
      int v = (int) Math.floor((m[3] * x + m[4] * y + m[5] + b[1] * inv) / pw + 0.5);
      if (u < 0 || v < 0 || u >= w || v >= h) {
        continue;
      }
      int at = v * w + u;
      float here = (float) (inv / pw);
      if (here > candidate[at] && !own.isConfirmed(at, LEAST)) {
        candidate[at] = here;
        from[at] = (byte) index;
        pixel[at] = i;
      }
    }
  }

  /** Brings another view's plane into this view's frame. */
  private static final class Plane {
    private final PlaneField theirs;
    private final Camera their;
    private final Camera mine;
    private final double[] r = new double[9];
    private final double[] t = new double[3];
    float inverse;
    float slopeX;
    float slopeY;

    Plane(CoarseView other, CoarseView own) {
      theirs = other.field();
      their = other.camera();
      mine = own.camera();
      Pose to = other.view().pose();
      Pose of = own.view().pose();
      double[] a = to.rotation();
      double[] c = of.rotation();
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          for (int k = 0; k < 3; k++) {
            r[3 * i + j] += a[3 * i + k] * c[3 * j + k];
          }
        }
      }
      t[0] = to.tx() - r[0] * of.tx() - r[1] * of.ty() - r[2] * of.tz();
      t[1] = to.ty() - r[3] * of.tx() - r[4] * of.ty() - r[5] * of.tz();
      t[2] = to.tz() - r[6] * of.tx() - r[7] * of.ty() - r[8] * of.tz();
    }

    /** Sets the fields; false if the plane is seen edge-on or from behind. */
    boolean at(int pixel, int x, int y) {
      // n . X = 1 in their frame
      double px = pixel % theirs.width + 0.5 - their.cx();
      double py = pixel / theirs.width + 0.5 - their.cy();
      double nx = theirs.slopeX[pixel] * their.fx();
      double ny = theirs.slopeY[pixel] * their.fy();
      double nz = theirs.inverse[pixel] - theirs.slopeX[pixel] * px - theirs.slopeY[pixel] * py;
      double scale = 1 - (nx * t[0] + ny * t[1] + nz * t[2]);
      if (!(scale > 1e-6)) {
        return false;
      }
      double mx = (r[0] * nx + r[3] * ny + r[6] * nz) / scale;
      double my = (r[1] * nx + r[4] * ny + r[7] * nz) / scale;
      double mz = (r[2] * nx + r[5] * ny + r[8] * nz) / scale;
      slopeX = (float) (mx / mine.fx());
      slopeY = (float) (my / mine.fy());
      inverse = (float) (mz + slopeX * (x + 0.5 - mine.cx()) + slopeY * (y + 0.5 - mine.cy()));
      return inverse > 0;
    }
  }
}
