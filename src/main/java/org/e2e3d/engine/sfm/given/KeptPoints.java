package org.e2e3d.engine.sfm.given;

import java.util.Map;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.scene.SparsePoints;

/** The points of a model that is cut down to some of its images. */
final class KeptPoints {
  private static final int LEAST_VIEWS = 2;

  private KeptPoints() {}

  /**
   * @param xy the observations' pixels in the photographs
   * @param photoOf the images that stay, by their id, and the photographs they become
   * @return the points that at least two of them see
   */
  static SparsePoints of(SparsePoints all, float[] xy, Map<Integer, Photo> photoOf) {
    int points = 0;
    int observations = 0;
    int[] kept = new int[all.size()];
    for (int i = 0; i < all.size(); i++) {
      for (int k = all.trackStart()[i]; k < all.trackStart()[i + 1]; k++) {
        kept[i] += photoOf.containsKey(all.obsView()[k]) ? 1 : 0;
      }
      if (kept[i] >= LEAST_VIEWS) {
        points++;
        observations += kept[i];
      }
    }
    SparsePoints out =
        new SparsePoints(
            new double[3 * points],
            new byte[3 * points],
            new float[points],
            new int[points + 1],
            new int[observations],
            new int[observations],
            new float[2 * observations]);
    int n = 0;
    int o = 0;
    for (int i = 0; i < all.size(); i++) {
      if (kept[i] < LEAST_VIEWS) {
        continue;
      }
      System.arraycopy(all.xyz(), 3 * i, out.xyz(), 3 * n, 3);
      System.arraycopy(all.rgb(), 3 * i, out.rgb(), 3 * n, 3);
      for (int k = all.trackStart()[i]; k < all.trackStart()[i + 1]; k++) {
        Photo p = photoOf.get(all.obsView()[k]);
        if (p != null) {
          out.obsView()[o] = p.id();
          out.obsFeature()[o] = all.obsFeature()[k];
          System.arraycopy(xy, 2 * k, out.obsXy(), 2 * o, 2);
          o++;
        }
      }
      out.trackStart()[++n] = o;
    }
    return out;
  }
}
