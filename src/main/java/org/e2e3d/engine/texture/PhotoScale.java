package org.e2e3d.engine.texture;

import java.util.List;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.image.PhotoReader;

/**
 * How large photographs are when they are reduced to a scale: whole pixels, so that a texel is
 * exactly a pixel and nothing has to be interpolated.
 *
 * @param width of each view's photograph; empty for charts that lie on no photograph
 * @param height of each view's photograph
 */
record PhotoScale(int[] width, int[] height) {

  static PhotoScale of(List<Photo> photos) {
    return new PhotoScale(
        photos.stream().mapToInt(Photo::width).toArray(),
        photos.stream().mapToInt(Photo::height).toArray());
  }

  /** Charts that lie on no photograph are scaled as told. */
  static PhotoScale exact() {
    return new PhotoScale(new int[0], new int[0]);
  }

  /** The longer side of a view's photograph at a scale, pixels. */
  int side(int view, double scale) {
    return Math.max(1, (int) Math.round(Math.max(width[view], height[view]) * scale));
  }

  /** Pixels across at a scale for each pixel of the full-size photograph. */
  double x(int view, double scale) {
    return width.length == 0 ? scale : (double) size(view, scale)[0] / width[view];
  }

  /** The same down. */
  double y(int view, double scale) {
    return width.length == 0 ? scale : (double) size(view, scale)[1] / height[view];
  }

  private int[] size(int view, double scale) {
    return PhotoReader.reducedSize(width[view], height[view], side(view, scale));
  }
}
