package org.e2e3d.engine.dense;

import java.nio.file.Path;
import java.util.List;
import org.e2e3d.engine.scene.PointCloud;

/**
 * What the dense stage hands on. Depth maps stay on disk and are read one at a time.
 *
 * @param cloud the fused cloud
 * @param depthMaps one file per view that got a depth map, consistency-filtered; read with {@link
 *     DepthMapFile}
 */
public record DenseModel(PointCloud cloud, List<Path> depthMaps) {

  public DenseModel {
    depthMaps = List.copyOf(depthMaps);
  }
}
