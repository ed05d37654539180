package org.e2e3d.engine.dense;

import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.DepthMap;

/** Computes one view's depths from its neighbours, coarse to fine. */
final class DepthEstimator {
  /** How many images a pixel is matched with below the coarsest level. */
  private static final int MOST_CHOSEN = 3;

  /** Added to the cost of planes no other view confirms, so that their neighbours' replace them. */
  private static final float UNCONFIRMED = 0.1f;

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

  /** Other views that a view's depths are computed from: they and their indices. */
  record Neighbours(DenseView[] views, int[] indices) {}

  private MatchingLevel.Images images(DenseView view, int index, Neighbours neighbours) {
    GreyPyramid[] others = new GreyPyramid[neighbours.indices().length];
    for (int n = 0; n < others.length; n++) {
      others[n] = pyramids.get(neighbours.indices()[n]);
    }
    return MatchingLevel.Images.of(view, pyramids.get(index), neighbours.views(), others);
  }

  /**
   * The first round: from the coarsest level to the one below the finest.
   *
   * @param index the view's index, for {@code pyramids}
   */
  CoarseView coarse(DenseView view, int index, Neighbours neighbours, SparsePrior prior) {
    MatchingLevel.Images images = images(view, index, neighbours);
    PlaneField field = null;
    int last = Math.min(1, images.levels() - 1);
    for (int level = images.levels() - 1; level >= last; level--) {
      MatchingLevel at = MatchingLevel.of(images, level, prior, options);
      PlaneField before = null;
      if (field == null) {
        field = new PlaneField(at.width(), at.height());
        prior.fill(field, 1.0 / (1 << level));
      } else {
        field = field.upsampled(at.width(), at.height());
        before = field.copy();
      }
      PatchMatch match = match(at, field, before, null, null, prior, seed(view, level));
      int sweeps =
          Math.max(options.fineSweeps(), options.coarseSweeps() >> (images.levels() - 1 - level));
      match.run(sweeps, before == null ? 4 : 1, before == null ? 2 : 0);
      match.revert();
      match.choose(MOST_CHOSEN, null);
    }
    return new CoarseView(view, last, field, new int[field.cost.length]);
  }

  /**
   * The second round: completes the first one's planes by those of other views, and refines them at
   * full size.
   *
   * @param own the view's first round; changed
   * @param others those of the views it is checked against; null where one has none
   * @return depths where the match is good enough, with normals; confidence is the correlation
   */
  DepthMap fine(
      CoarseView own, CoarseView[] others, int index, Neighbours neighbours, SparsePrior prior) {
    DenseView view = own.view();
    MatchingLevel.Images images = images(view, index, neighbours);
    boolean[] confirmed =
        complete(own, others, MatchingLevel.of(images, own.level(), prior, options), prior);
    MatchingLevel at = MatchingLevel.of(images, 0, prior, options);
    PlaneField field =
        own.level() == 0 ? own.field() : own.field().upsampled(at.width(), at.height());
    boolean[] bound =
        own.level() == 0 ? confirmed : own.field().upsampled(confirmed, at.width(), at.height());
    PatchMatch match = match(at, field, field.copy(), bound, null, prior, seed(view, 0));
    match.run(options.fineSweeps(), 1, 0);
    match.revert();
    match.polish();
    return toDepthMap(view, field);
  }

  /** Returns where planes are confirmed or carried over. */
  private boolean[] complete(
      CoarseView own, CoarseView[] others, MatchingLevel at, SparsePrior prior) {
    PlaneField field = own.field();
    boolean[] carried = new Completion(own, at.scorer()).carry(others);
    boolean[] open = new boolean[carried.length];
    boolean[] sure = new boolean[carried.length];
    for (int i = 0; i < open.length; i++) {
      sure[i] = own.isConfirmed(i, Completion.LEAST);
      open[i] = !sure[i];
      sure[i] |= carried[i];
      if (open[i] && !carried[i]) {
        field.cost[i] += UNCONFIRMED;
      }
    }
    PatchMatch match = match(at, field, null, null, open, prior, seed(own.view(), 16));
    match.run(2, 0.5f, 0);
    match.choose(MOST_CHOSEN, own.confirmed());
    return sure;
  }

  private PatchMatch match(
      MatchingLevel at,
      PlaneField field,
      PlaneField before,
      boolean[] bound,
      boolean[] only,
      SparsePrior prior,
      long seed) {
    return new PatchMatch(
        at.scorer(),
        field,
        before,
        bound,
        only,
        at.camera().fx(),
        at.pixelStep(),
        prior.minInverse(),
        prior.maxInverse(),
        seed);
  }

  private long seed(DenseView view, int level) {
    return seed * 1_000_003 + 31L * view.id() + level;
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
