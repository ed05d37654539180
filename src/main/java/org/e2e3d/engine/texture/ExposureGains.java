package org.e2e3d.engine.texture;

import java.util.Arrays;

/**
 * Evens out brightness and white balance: a factor for each view and channel, such that the views
 * of a face agree. Found by turns: a face's reference is the median of its views' corrected
 * logarithms, a view's gain is the median of what it lacks to the references. Medians keep
 * highlights, passers-by and misplaced faces out.
 */
final class ExposureGains {
  private static final int ROUNDS = 12;
  private static final int MAX_FACES = 20_000;

  /** Rounds end when no logarithm changes by more. */
  private static final double SETTLED = 0.002;

  private static final int BINS = 512;
  private static final double RANGE = 1.2;
  private static final int LEAST_SAMPLES = 20;
  private static final double DARKEST = 8;
  private static final double BRIGHTEST = 248;

  private ExposureGains() {}

  /** 3 factors a view (red, green, blue), about 1 in the mean. */
  static double[] estimate(Candidates c, int views) {
    int step = Math.max(1, c.faces() / MAX_FACES);
    double[] gain = new double[3 * views];
    for (int channel = 0; channel < 3; channel++) {
      Samples samples = Samples.of(c, step, channel);
      double[] log = new double[views];
      int[][] histogram = new int[views][BINS];
      double change = Double.POSITIVE_INFINITY;
      for (int round = 0; round < ROUNDS && change > SETTLED; round++) {
        for (int[] h : histogram) {
          Arrays.fill(h, 0);
        }
        gather(samples, log, histogram, c.limit);
        double[] before = log.clone();
        update(log, histogram);
        change = 0;
        for (int v = 0; v < views; v++) {
          change = Math.max(change, Math.abs(log[v] - before[v]));
        }
      }
      for (int v = 0; v < views; v++) {
        gain[3 * v + channel] = Math.exp(log[v]);
      }
    }
    return gain;
  }

  /**
   * What the views of some faces show in one channel.
   *
   * @param start the samples of face i are start[i] to start[i + 1] - 1, two at least
   * @param view of each sample
   * @param value logarithm of each sample
   */
  private record Samples(int[] start, int[] view, float[] value) {

    static Samples of(Candidates c, int step, int channel) {
      int most = (c.faces() + step - 1) / step;
      int[] start = new int[most + 1];
      int[] view = new int[most * c.limit];
      float[] value = new float[view.length];
      int faces = 0;
      for (int f = 0; f < c.faces(); f += step) {
        int n = start[faces];
        for (int slot = f * c.limit; slot < f * c.limit + c.count[f]; slot++) {
          float v = c.colour[3 * slot + channel];
          if (v > DARKEST && v < BRIGHTEST) {
            view[n] = c.view[slot];
            value[n++] = (float) Math.log(v);
          }
        }
        if (n - start[faces] >= 2) {
          start[++faces] = n;
        }
      }
      return new Samples(Arrays.copyOf(start, faces + 1), view, value);
    }
  }

  private static void gather(Samples s, double[] log, int[][] histogram, int most) {
    double[] sorted = new double[most];
    for (int i = 0; i + 1 < s.start.length; i++) {
      int from = s.start[i];
      int n = s.start[i + 1] - from;
      for (int k = 0; k < n; k++) {
        double v = s.value[from + k] + log[s.view[from + k]];
        int at = k;
        for (; at > 0 && sorted[at - 1] > v; at--) {
          sorted[at] = sorted[at - 1];
        }
        sorted[at] = v;
      }
      double reference = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
      for (int k = from; k < from + n; k++) {
        double lack = reference - s.value[k] - log[s.view[k]];
        if (Math.abs(lack) < RANGE) {
          histogram[s.view[k]][(int) ((lack + RANGE) / (2 * RANGE) * BINS)]++;
        }
      }
    }
  }

  private static void update(double[] log, int[][] histogram) {
    double mean = 0;
    int counted = 0;
    for (int v = 0; v < histogram.length; v++) {
      int total = Arrays.stream(histogram[v]).sum();
      if (total >= LEAST_SAMPLES) {
        log[v] += median(histogram[v], total);
        mean += log[v];
        counted++;
      }
    }
    for (int v = 0; v < histogram.length && counted > 0; v++) {
      if (Arrays.stream(histogram[v]).sum() >= LEAST_SAMPLES) {
        double centred = log[v] - mean / counted;
        log[v] = Math.max(-1, Math.min(1, centred));
      }
    }
  }

  /** The median of a histogram, linear within its bin. */
  private static double median(int[] h, int total) {
    double half = total / 2.0;
    double below = 0;
    int bin = 0;
    while (below + h[bin] < half) {
      below += h[bin++];
    }
    double within = (half - below) / h[bin];
    return (bin + within) / BINS * 2 * RANGE - RANGE;
  }
}
