package org.e2e3d.engine.dense;

/**
 * A slanted plane a pixel: inverse depth at the pixel and its change per pixel to the right and
 * downwards (a plane in space is exactly linear in inverse depth over the image), with its matching
 * cost and which other images it is matched with.
 */
final class PlaneField {
  final int width;
  final int height;
  final float[] inverse;
  final float[] slopeX;
  final float[] slopeY;
  final float[] cost;

  /** As {@link PatchScorer#choose} gives it; 0 for all images. */
  final int[] chosen;

  PlaneField(int width, int height) {
    this.width = width;
    this.height = height;
    inverse = new float[width * height];
    slopeX = new float[width * height];
    slopeY = new float[width * height];
    cost = new float[width * height];
    chosen = new int[width * height];
  }

  PlaneField copy() {
    PlaneField c = new PlaneField(width, height);
    System.arraycopy(inverse, 0, c.inverse, 0, inverse.length);
    System.arraycopy(slopeX, 0, c.slopeX, 0, slopeX.length);
    System.arraycopy(slopeY, 0, c.slopeY, 0, slopeY.length);
    System.arraycopy(cost, 0, c.cost, 0, cost.length);
    System.arraycopy(chosen, 0, c.chosen, 0, chosen.length);
    return c;
  }

  /** A mark a pixel of this field, at twice the resolution. */
  boolean[] upsampled(boolean[] marks, int newWidth, int newHeight) {
    boolean[] fine = new boolean[newWidth * newHeight];
    for (int y = 0; y < newHeight; y++) {
      int row = Math.min(y >> 1, height - 1) * width;
      for (int x = 0; x < newWidth; x++) {
        fine[y * newWidth + x] = marks[row + Math.min(x >> 1, width - 1)];
      }
    }
    return fine;
  }

  /** The same planes, costs and choices seen at twice the resolution. */
  PlaneField upsampled(int newWidth, int newHeight) {
    PlaneField fine = new PlaneField(newWidth, newHeight);
    for (int y = 0; y < newHeight; y++) {
      int cy = Math.min(y >> 1, height - 1);
      float dy = (y - 0.5f) / 2 - cy;
      for (int x = 0; x < newWidth; x++) {
        int cx = Math.min(x >> 1, width - 1);
        float dx = (x - 0.5f) / 2 - cx;
        int from = cy * width + cx;
        int to = y * newWidth + x;
        fine.inverse[to] = inverse[from] + dx * slopeX[from] + dy * slopeY[from];
        fine.slopeX[to] = slopeX[from] / 2;
        fine.slopeY[to] = slopeY[from] / 2;
        fine.cost[to] = cost[from];
        fine.chosen[to] = chosen[from];
      }
    }
    return fine;
  }
}
