package org.e2e3d.engine.sfm.bundle;

/** Robust losses on a squared, weighted error; all behave as the square near zero. */
public enum RobustLoss {
  /** Least squares. */
  SQUARE {
    @Override
    double cost(double s, double c2) {
      return s;
    }

    @Override
    double weight(double s, double c2) {
      return 1;
    }
  },
  /** Linear beyond the scale. */
  HUBER {
    @Override
    double cost(double s, double c2) {
      return s <= c2 ? s : 2 * Math.sqrt(s * c2) - c2;
    }

    @Override
    double weight(double s, double c2) {
      return s <= c2 ? 1 : Math.sqrt(c2 / s);
    }
  },
  /** Smoothly linear beyond the scale. */
  SOFT_L1 {
    @Override
    double cost(double s, double c2) {
      return 2 * c2 * (Math.sqrt(1 + s / c2) - 1);
    }

    @Override
    double weight(double s, double c2) {
      return 1 / Math.sqrt(1 + s / c2);
    }
  },
  /** Logarithmic beyond the scale. */
  CAUCHY {
    @Override
    double cost(double s, double c2) {
      return c2 * Math.log1p(s / c2);
    }

    @Override
    double weight(double s, double c2) {
      return 1 / (1 + s / c2);
    }
  };

  /** The loss of a squared error s, with the squared scale c2. */
  abstract double cost(double s, double c2);

  /** Its derivative by s: the weight of iteratively reweighted least squares. */
  abstract double weight(double s, double c2);
}
