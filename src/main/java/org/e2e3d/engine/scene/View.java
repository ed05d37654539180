package org.e2e3d.engine.scene;

/**
 * One photograph with a known place in the world.
 *
 * @param id the photograph's id, as ingest gave it
 * @param name the photograph's path relative to the image folder, '/'-separated
 * @param cameraId the {@link Camera} it was taken with
 * @param pose world-to-camera transform
 */
public record View(int id, String name, int cameraId, Pose pose) {

  public View withPose(Pose newPose) {
    return new View(id, name, cameraId, newPose);
  }
}
