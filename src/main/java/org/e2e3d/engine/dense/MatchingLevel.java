package org.e2e3d.engine.dense;

import org.e2e3d.engine.scene.Camera;

/**
 * A view and its neighbours at one pyramid level, ready to be matched.
 *
 * @param camera the view's, at this level
 * @param pixelStep the change of inverse depth that moves a point by about one pixel in the other
 *     images
 */
record MatchingLevel(PatchScorer scorer, Camera camera, int width, int height, double pixelStep) {

  /** The images of a view and its neighbours. */
  record Images(
      DenseView view, GreyPyramid own, DenseView[] neighbours, GreyPyramid[] others, int levels) {

    static Images of(
        DenseView view, GreyPyramid own, DenseView[] neighbours, GreyPyramid[] others) {
      int levels = own.levels().length;
      for (GreyPyramid o : others) {
        levels = Math.min(levels, o.levels().length);
      }
      return new Images(view, own, neighbours, others, levels);
    }
  }

  static MatchingLevel of(Images images, int level, SparsePrior prior, DenseOptions options) {
    DenseView view = images.view();
    Camera camera = view.cameraAt(level);
    int w = images.own().widths()[level];
    int h = images.own().heights()[level];
    int n = images.neighbours().length;
    PatchScorer.Source[] sources = new PatchScorer.Source[n];
    double pixelsPerInverse = 0;
    double middle = (prior.minInverse() + prior.maxInverse()) / 2;
    for (int k = 0; k < n; k++) {
      DenseView other = images.neighbours()[k];
      RelativeView relative =
          RelativeView.of(camera, view.pose(), other.cameraAt(level), other.pose());
      GreyPyramid grey = images.others()[k];
      sources[k] =
          new PatchScorer.Source(
              grey.levels()[level], grey.widths()[level], grey.heights()[level], relative);
      pixelsPerInverse += pixelsPerInverse(relative, w / 2.0, h / 2.0, middle) / n;
    }
    PatchScorer scorer =
        new PatchScorer(
            images.own().levels()[level],
            w,
            h,
            sources,
            options.patchRadius(),
            options.patchStep());
    return new MatchingLevel(scorer, camera, w, h, 1 / pixelsPerInverse);
  }

  private static double pixelsPerInverse(RelativeView relative, double x, double y, double w) {
    double[] m = relative.m();
    double[] b = relative.b();
    double z = m[6] * x + m[7] * y + m[8] + b[2] * w;
    double u = (m[0] * x + m[1] * y + m[2] + b[0] * w) / z;
    double v = (m[3] * x + m[4] * y + m[5] + b[1] * w) / z;
    return Math.max(1e-9, Math.hypot(b[0] - u * b[2], b[1] - v * b[2]) / Math.abs(z));
  }
}
