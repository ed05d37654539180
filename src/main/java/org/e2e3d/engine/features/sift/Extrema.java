package org.e2e3d.engine.features.sift;

import java.util.Arrays;

/**
 * Extrema of the differences of Gaussians, in flat arrays that grow.
 *
 * <p>Positions are in pixels of the octave's own grid, index convention (the middle of the first
 * pixel is 0), sizes in the same unit.
 */
final class Extrema {
  private static final int FLOATS = 4;
  private float[] values = new float[FLOATS * 1024];
  private int[] places = new int[2048];
  private int size;

  int size() {
    return size;
  }

  /**
   * @param octave number of the octave
   * @param layer the blurred image nearest in scale, 1 to the number of layers
   * @param x column, sub-pixel
   * @param y line, sub-pixel
   * @param sigma scale, pixels
   * @param response height of the extremum, grey levels
   */
  void add(int octave, int layer, float x, float y, float sigma, float response) {
    if (places.length == 2 * size) {
      places = Arrays.copyOf(places, 4 * size);
      values = Arrays.copyOf(values, 2 * FLOATS * size);
    }
    places[2 * size] = octave;
    places[2 * size + 1] = layer;
    values[FLOATS * size] = x;
    values[FLOATS * size + 1] = y;
    values[FLOATS * size + 2] = sigma;
    values[FLOATS * size + 3] = response;
    size++;
  }

  int octave(int i) {
    return places[2 * i];
  }

  int layer(int i) {
    return places[2 * i + 1];
  }

  float x(int i) {
    return values[FLOATS * i];
  }

  float y(int i) {
    return values[FLOATS * i + 1];
  }

  float sigma(int i) {
    return values[FLOATS * i + 2];
  }

  float response(int i) {
    return values[FLOATS * i + 3];
  }
}
