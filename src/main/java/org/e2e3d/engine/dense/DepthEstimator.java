package org.e2e3d.engine.dense;

import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.DepthMap;

/** Computes one view's depths from its neighbours, coarse to fine. */
final class DepthEstimator {
  /** How many images a pixel is matched with below the coarsest level. */
  private static final int MOST_CHOSEN = 3;

  private final DenseOptions options;
  private final BoundedCache<GreyPyramid> pyramids;
  private final long seed;

  /**
   * @param pyramids by index of view
   */
  DepthEstimator(DenseOptions options, BoundedCache<GreyPyramid> pyramids, long seed) {
    this.options = options;
    this.pyramids = pyramids;
    this.seed = seed;
  }

  /** How many pyramid levels an image of this size has. */
  static int levels(int width, int height, int coarsest) {
    int levels = 1;
    for (int longer = Math.max(width, height); longer / 2 >= coarsest; longer /= 2) {
      levels++;
    }
    return levels;
  }

  /**
   * @param index the view's index, for {@code pyramids}
   * @param neighbours other views
   * @param neighbourIndices their indices
   * @return depths where the match is good enough, with normals; confidence is the correlation
   */
  DepthMap estimate(
      DenseView view,
      int index,
      DenseView[] neighbours,
      int[] neighbourIndices,
      SparsePrior prior) {
    GreyPyramid own = pyramids.get(index);
    GreyPyramid[] others = new GreyPyramid[neighbours.length];
    int levels = own.levels().length;
    for (int n = 0; n < others.length; n++) {
      others[n] = pyramids.get(neighbourIndices[n]);
      levels = Math.min(levels, others[n].levels().length);
    }
    PlaneField field = null;
    for (int level = levels - 1; level >= 0; level--) {
      int w = own.widths()[level];
      int h = own.heights()[level];
      boolean coarsest = field == null;
      if (coarsest) {
        field = new PlaneField(w, h);
        prior.fill(field, 1.0 / (1 << level));
      } else {
        field = field.upsampled(w, h);
      }
      Camera camera = view.cameraAt(level);
      PatchScorer.Source[] sources = new PatchScorer.Source[others.length];
      double pixelsPerInverse = 0;
      double middle = (prior.minInverse() + prior.maxInverse()) / 2;
      for (int n = 0; n < others.length; n++) {
        RelativeView relative =
            RelativeView.of(
                camera, view.pose(), neighbours[n].cameraAt(level), neighbours[n].pose());
        sources[n] =
            new PatchScorer.Source(
                others[n].levels()[level],
                others[n].widths()[level],
                others[n].heights()[level],
                relative);
        pixelsPerInverse += pixelsPerInverse(relative, w / 2.0, h / 2.0, middle) / others.length;
      }
      PatchScorer scorer =
          new PatchScorer(
              own.levels()[level], w, h, sources, options.patchRadius(), options.patchStep());
      long levelSeed = seed * 1_000_003 + 31L * view.id() + level;
      PatchMatch match =
          new PatchMatch(
              scorer,
              field,
              !coarsest,
              camera.fx(),
              1 / pixelsPerInverse,
              prior.minInverse(),
              prior.maxInverse(),
              levelSeed);
      int sweeps = Math.max(options.fineSweeps(), options.coarseSweeps() >> (levels - 1 - level));
      match.run(sweeps, coarsest ? 4 : 1, coarsest ? 2 : 0);
      match.revert();
      if (level == 0) {
        match.polish();
      }
      if (level >= 1) {
        match.choose(MOST_CHOSEN);
      }
    }
    return toDepthMap(view, field);
  }

  private static double pixelsPerInverse(RelativeView relative, double x, double y, double w) {
    double[] m = relative.m();
    double[] b = relative.b();
    double z = m[6] * x + m[7] * y + m[8] + b[2] * w;
    double u = (m[0] * x + m[1] * y + m[2] + b[0] * w) / z;
    double v = (m[3] * x + m[4] * y + m[5] + b[1] * w) / z;
    return Math.max(1e-9, Math.hypot(b[0] - u * b[2], b[1] - v * b[2]) / Math.abs(z));
  }

  private DepthMap toDepthMap(DenseView view, PlaneField field) {
    Camera c = view.camera();
    int w = field.width;
    int n = w * field.height;
    float[] depth = new float[n];
    float[] normal = new float[3 * n];
    float[] confidence = new float[n];
    for (int i = 0; i < n; i++) {
      if (field.cost[i] > options.maxCost() || !(field.inverse[i] > 0)) {
        continue;
      }
      depth[i] = 1 / field.inverse[i];
      confidence[i] = Math.max(0.01f, Math.min(1, 1 - field.cost[i]));
      // the plane is q . X = 1 with q = (qx, qy, qz) over normalised coordinates
      double qx = field.slopeX[i] * c.fx();
      double qy = field.slopeY[i] * c.fy();
      double xn = (i % w + 0.5 - c.cx()) / c.fx();
      double yn = (i / w + 0.5 - c.cy()) / c.fy();
      double qz = field.inverse[i] - qx * xn - qy * yn;
      double len = Math.sqrt(qx * qx + qy * qy + qz * qz);
      normal[3 * i] = (float) (-qx / len);
      normal[3 * i + 1] = (float) (-qy / len);
      normal[3 * i + 2] = (float) (-qz / len);
    }
    return new DepthMap(view.id(), c, view.pose(), depth, normal, confidence);
  }
}
