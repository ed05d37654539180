package org.e2e3d.engine.io;

import java.io.IOException;
import java.nio.file.Path;
import org.e2e3d.engine.scene.SparseModel;

/**
 * Sparse models as COLMAP's text files {@code cameras.txt}, {@code images.txt} and {@code
 * points3D.txt} (see "Output format" in COLMAP's manual).
 *
 * <p>COLMAP counts from 1: camera, image and point ids are written as ours plus one and read as
 * theirs minus one. Rotations, pixels and lens models follow the same conventions as {@code scene},
 * so no number changes on the way. A file name with spaces is written as it is and read back whole,
 * although COLMAP 3.8 itself keeps its first word only.
 */
public final class ColmapText {
  static final String CAMERAS = "cameras.txt";
  static final String IMAGES = "images.txt";
  static final String POINTS = "points3D.txt";

  private ColmapText() {}

  /**
   * Reads a model: views by ascending id, points by ascending POINT3D_ID. {@code obsFeature} is the
   * index into the image's line of 2D points; the geo reference, which COLMAP does not know, is
   * empty.
   *
   * @param folder holds the three files
   * @throws MalformedFileException if a file breaks the format, uses a lens model that {@link
   *     org.e2e3d.engine.scene.CameraModel} lacks, or names a camera, image or 2D point that is not
   *     there
   * @throws IOException if a file is missing or cannot be read
   */
  public static SparseModel read(Path folder) throws IOException {
    return new ColmapTextReader(folder).read();
  }

  /**
   * Writes a model. Only observed 2D points are written, each image's in the order of the points,
   * so 2D point indices differ from {@code obsFeature}.
   *
   * @param folder exists
   * @throws IllegalArgumentException if a view refers to a missing camera, an observation to a
   *     missing view, or a name holds a line break
   */
  public static void write(Path folder, SparseModel model) throws IOException {
    new ColmapTextWriter(model).write(folder);
  }
}
