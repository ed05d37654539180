package org.e2e3d.engine.image;

import org.bytedeco.opencv.opencv_core.Mat;

/** Where the pixels of photographs come from: {@link PhotoReader#readBgr}, or what keeps them. */
@FunctionalInterface
public interface PhotoSource {
  /**
   * A photograph as {@link PhotoReader#readBgr} gives it.
   *
   * @param maxSide pixels; 0 for full size
   * @return a matrix the caller closes
   */
  Mat readBgr(Photo photo, int maxSide);
}
