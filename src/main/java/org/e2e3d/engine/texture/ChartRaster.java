package org.e2e3d.engine.texture;

import java.util.Arrays;

/**
 * Which face each texel of a chart's box belongs to, in the photograph's orientation: the face that
 * covers its centre, or in the padding the nearest one's; -1 elsewhere.
 */
final class ChartRaster {
  final ChartBox box;
  final int[] face;

  /** How many texel centres faces cover. */
  final int covered;

  ChartRaster(Charts charts, int chart, ChartBox box, double scale, int padding) {
    this.box = box;
    this.face = new int[box.width() * box.height()];
    Arrays.fill(face, -1);
    int n = 0;
    for (int i = charts.start[chart]; i < charts.start[chart + 1]; i++) {
      n += draw(charts.faces[i], charts.pixel, scale);
    }
    this.covered = n;
    for (int round = 0; round < padding; round++) {
      dilate();
    }
  }

  private int draw(int f, float[] pixel, double scale) {
    int at = 6 * f;
    double ax = pixel[at] * scale - box.x();
    double ay = pixel[at + 1] * scale - box.y();
    double bx = pixel[at + 2] * scale - box.x();
    double by = pixel[at + 3] * scale - box.y();
    double cx = pixel[at + 4] * scale - box.x();
    double cy = pixel[at + 5] * scale - box.y();
    double det = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
    double sign = det < 0 ? -1 : 1;
    int x0 = (int) Math.ceil(Math.min(ax, Math.min(bx, cx)) - 0.5);
    int x1 = (int) Math.floor(Math.max(ax, Math.max(bx, cx)) - 0.5);
    int y0 = (int) Math.ceil(Math.min(ay, Math.min(by, cy)) - 0.5);
    int y1 = (int) Math.floor(Math.max(ay, Math.max(by, cy)) - 0.5);
    int n = 0;
    for (int y = y0; y <= y1; y++) {
      double py = y + 0.5;
      for (int x = x0; x <= x1; x++) {
        double px = x + 0.5;
        if (sign * ((bx - ax) * (py - ay) - (by - ay) * (px - ax)) >= 0
            && sign * ((cx - bx) * (py - by) - (cy - by) * (px - bx)) >= 0
            && sign * ((ax - cx) * (py - cy) - (ay - cy) * (px - cx)) >= 0) {
          int i = y * box.width() + x;
          if (face[i] < 0) {
            face[i] = f;
            n++;
          }
        }
      }
    }
    if (n == 0) {
      // A face that covers no texel centre still needs the texel it lies in.
      int column = (int) ((ax + bx + cx) / 3);
      int row = (int) ((ay + by + cy) / 3);
      int i = row * box.width() + column;
      if (face[i] < 0) {
        face[i] = f;
        n++;
      }
    }
    return n;
  }

  private void dilate() {
    int w = box.width();
    int h = box.height();
    int[] before = face.clone();
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int i = y * w + x;
        if (before[i] >= 0) {
          continue;
        }
        if (x > 0 && before[i - 1] >= 0) {
          face[i] = before[i - 1];
        } else if (x + 1 < w && before[i + 1] >= 0) {
          face[i] = before[i + 1];
        } else if (y > 0 && before[i - w] >= 0) {
          face[i] = before[i - w];
        } else if (y + 1 < h && before[i + w] >= 0) {
          face[i] = before[i + w];
        } else {
          face[i] = diagonal(before, x, y);
        }
      }
    }
  }

  private int diagonal(int[] before, int x, int y) {
    for (int j = y - 1; j <= y + 1; j += 2) {
      for (int i = x - 1; i <= x + 1; i += 2) {
        if (i >= 0 && j >= 0 && i < box.width() && j < box.height()) {
          int f = before[j * box.width() + i];
          if (f >= 0) {
            return f;
          }
        }
      }
    }
    return -1;
  }
}
