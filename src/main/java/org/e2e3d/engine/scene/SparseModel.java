package org.e2e3d.engine.scene;

import java.util.List;
import java.util.Optional;

/**
 * Cameras, registered views and triangulated points of one connected component.
 *
 * @param cameras every camera that a view refers to
 * @param views registered views only, by ascending id
 * @param points triangulated tracks
 * @param geoReference present when GPS placed the model; otherwise frame and unit are arbitrary
 */
public record SparseModel(
    List<Camera> cameras,
    List<View> views,
    SparsePoints points,
    Optional<GeoReference> geoReference) {

  public SparseModel {
    cameras = List.copyOf(cameras);
    views = List.copyOf(views);
  }

  /**
   * The camera of a view.
   *
   * @throws IllegalArgumentException if the model has no such camera
   */
  public Camera cameraOf(View view) {
    for (Camera c : cameras) {
      if (c.id() == view.cameraId()) {
        return c;
      }
    }
    throw new IllegalArgumentException("view " + view.name() + ": no camera " + view.cameraId());
  }
}
