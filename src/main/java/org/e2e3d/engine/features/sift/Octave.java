package org.e2e3d.engine.features.sift;

/**
 * One octave of the scale space: lines of its first image go in, and run through the blurs of its
 * levels to the search for extrema. No level is held whole but those that features are described
 * in, and every second pixel of the one that the next octave starts from.
 */
final class Octave {
  /** An octave less wide or high than this is not searched. */
  static final int SMALLEST = 24;

  private final SiftParameters parameters;
  private final int width;
  private final int height;
  private final LineBlur[] blur;
  private final ExtremumFinder finder;
  private final Layer[] layers;

  /** The latest lines of each level; line y stands at y modulo their number. */
  private final float[][][] lines;

  private final float[][] across;
  private final int[] known;
  private final float[][] next;

  /**
   * @param number the octave's number, 0 for the first
   * @param found receives the extrema
   */
  Octave(SiftParameters parameters, int number, int width, int height, Extrema found) {
    this.parameters = parameters;
    this.width = width;
    this.height = height;
    int levels = parameters.layers() + 3;
    this.blur = new LineBlur[levels - 1];
    int latency = 1;
    for (int l = 0; l < blur.length; l++) {
      double from = parameters.sigma(l);
      double to = parameters.sigma(l + 1);
      double step = Math.sqrt(to * to - from * from);
      blur[l] = new LineBlur(width, height, step);
      latency += LineBlur.radius(step);
    }
    this.finder = new ExtremumFinder(parameters, number, width, height, found);
    this.layers = new Layer[parameters.layers() + 1];
    for (int l = 1; l <= parameters.layers(); l++) {
      layers[l] = new Layer(width, height);
    }
    this.lines = new float[levels][latency][width];
    this.across = new float[levels][];
    this.known = new int[levels];
    this.next = new float[height / 2][width / 2];
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** The image that features of layer l (1 to the number of layers) are described in. */
  Layer layer(int l) {
    return layers[l];
  }

  /** Takes the next line of the first image, grey levels of 0 to 255. */
  void push(float[] line) {
    int y = known[0]++;
    float[][] ring = lines[0];
    System.arraycopy(line, 0, ring[y % ring.length], 0, width);
    pass(0, y);
  }

  /** Hands line y of a level on: to the next level, to its layer, at the last to the search. */
  private void pass(int level, int y) {
    float[] line = lines[level][y % lines[level].length];
    if (level >= 1 && level <= parameters.layers()) {
      layers[level].put(y, line);
    }
    if (level == parameters.layers() && y % 2 == 0 && y / 2 < next.length) {
      float[] half = next[y / 2];
      for (int x = 0; x < half.length; x++) {
        half[x] = line[2 * x];
      }
    }
    if (level == blur.length) {
      for (int l = 0; l < lines.length; l++) {
        across[l] = lines[l][y % lines[l].length];
      }
      finder.take(y, across);
      return;
    }
    LineBlur step = blur[level];
    step.push(line);
    while (step.ready()) {
      int below = known[level + 1]++;
      float[][] ring = lines[level + 1];
      step.pop(ring[below % ring.length]);
      pass(level + 1, below);
    }
  }

  /** The first image of the next octave: every second pixel of the one blurred twice as much. */
  float[][] halved() {
    return next;
  }
}
