package org.e2e3d.engine.scene;

/**
 * One photograph with a known place in the world.
 *
 * @param id the photograph's id, as ingest gave it
 * @param name the photograph's path relative to the image folder, '/'-separated
 * @param cameraId the {@link Camera} it was taken with
 * @param pose world-to-camera transform
 * @param quarterTurns how many quarter turns clockwise set the photograph upright, 0 to 3
 */
public record View(int id, String name, int cameraId, Pose pose, int quarterTurns) {

  /** A photograph that is upright as it is. */
  public View(int id, String name, int cameraId, Pose pose) {
    this(id, name, cameraId, pose, 0);
  }

  public View withPose(Pose newPose) {
    return new View(id, name, cameraId, newPose, quarterTurns);
  }

  /** The pose of the camera turned so that the photograph is upright: -y is then up. */
  public Pose uprightPose() {
    return pose.turned(quarterTurns);
  }
}
