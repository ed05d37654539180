package org.e2e3d.engine.dense;

import java.util.Arrays;
import org.e2e3d.engine.scene.PointCloud;

/** A growing point cloud in flat arrays. */
final class CloudBuilder {
  private int size;
  private float[] xyz = new float[3 * 1024];
  private float[] normal = new float[3 * 1024];
  private byte[] rgb = new byte[3 * 1024];
  private float[] confidence = new float[1024];

  void add(
      double x,
      double y,
      double z,
      double nx,
      double ny,
      double nz,
      int red,
      int green,
      int blue,
      float conf) {
    if (size == confidence.length) {
      int more = (int) Math.min(Integer.MAX_VALUE / 3 - 16, size * 3L / 2);
      xyz = Arrays.copyOf(xyz, 3 * more);
      normal = Arrays.copyOf(normal, 3 * more);
      rgb = Arrays.copyOf(rgb, 3 * more);
      confidence = Arrays.copyOf(confidence, more);
    }
    int k = 3 * size;
    xyz[k] = (float) x;
    xyz[k + 1] = (float) y;
    xyz[k + 2] = (float) z;
    normal[k] = (float) nx;
    normal[k + 1] = (float) ny;
    normal[k + 2] = (float) nz;
    rgb[k] = (byte) red;
    rgb[k + 1] = (byte) green;
    rgb[k + 2] = (byte) blue;
    confidence[size++] = conf;
  }

  int size() {
    return size;
  }

  PointCloud build() {
    return new PointCloud(
        Arrays.copyOf(xyz, 3 * size),
        Arrays.copyOf(normal, 3 * size),
        Arrays.copyOf(rgb, 3 * size),
        Arrays.copyOf(confidence, size));
  }
}
