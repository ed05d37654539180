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
  private static final int BINS = 512;
  private static final double RANGE = 1.2;
  private static final int LEAST_SAMPLES = 20;
  private static final double DARKEST = 8;
  private static final double BRIGHTEST = 248;

  private ExposureGains() {}

  /** 3 factors a view (red, green, blue), about 1 in the mean. */
  static double[] estimate(Candidates c, int views) {
    double[] log = new double[3 * views];
    int step = Math.max(1, c.faces() / MAX_FACES);
    int[][] histogram = new int[views][BINS];
    for (int channel = 0; channel < 3; channel++) {
      for (int round = 0; round < ROUNDS; round++) {
        for (int[] h : histogram) {
          Arrays.fill(h, 0);
        }
        gather(c, step, channel, log, histogram);
        update(log, channel, histogram);
      }
    }
    double[] gain = new double[log.length];
    for (int i = 0; i < gain.length; i++) {
      gain[i] = Math.exp(log[i]);
    }
    return gain;
  }

  private static void gather(Candidates c, int step, int channel, double[] log, int[][] histogram) {
    double[] value = new double[c.limit];
    double[] sorted = new double[c.limit];
    int[] view = new int[c.limit];
    for (int f = 0; f < c.faces(); f += step) {
      int n = 0;
      for (int k = 0; k < c.count[f]; k++) {
        int slot = f * c.limit + k;
        float v = c.colour[3 * slot + channel];
        if (v > DARKEST && v < BRIGHTEST) {
          view[n] = c.view[slot];
          value[n] = Math.log(v) + log[3 * view[n] + channel];
          n++;
        }
      }
      if (n < 2) {
        continue;
      }
      System.arraycopy(value, 0, sorted, 0, n);
      Arrays.sort(sorted, 0, n);
      double reference = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
      for (int k = 0; k < n; k++) {
        double lack = reference - value[k];
        if (Math.abs(lack) < RANGE) {
          histogram[view[k]][(int) ((lack + RANGE) / (2 * RANGE) * BINS)]++;
        }
      }
    }
  }

  private static void update(double[] log, int channel, int[][] histogram) {
    double mean = 0;
    int counted = 0;
    for (int v = 0; v < histogram.length; v++) {
      int total = Arrays.stream(histogram[v]).sum();
      if (total >= LEAST_SAMPLES) {
        log[3 * v + channel] += median(histogram[v], total);
        mean += log[3 * v + channel];
        counted++;
      }
    }
    for (int v = 0; v < histogram.length && counted > 0; v++) {
      if (Arrays.stream(histogram[v]).sum() >= LEAST_SAMPLES) {
        double centred = log[3 * v + channel] - mean / counted;
        log[3 * v + channel] = Math.max(-1, Math.min(1, centred));
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
