package org.e2e3d.engine.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
  /** The file of the cameras. */
  public static final String CAMERAS = "cameras.txt";

  /** The file of the images' poses and 2D points. */
  public static final String IMAGES = "images.txt";

  /** The file of the points and their tracks. */
  public static final String POINTS = "points3D.txt";

  private ColmapText() {}

  /** Those of a model's three files that stand in a folder. */
  public static List<Path> files(Path folder) {
    return Stream.of(CAMERAS, IMAGES, POINTS)
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .toList();
  }

  /**
   * Reads a model: views by ascending id, points by ascending POINT3D_ID. {@code obsFeature} is the
   * index into the image's line of 2D points; the geo reference, which COLMAP does not know, is
   * empty.
   *
   * @param folder holds the files; without points3D.txt the model has no points
   * @throws MalformedFileException if a file breaks the format, uses a lens model that {@link
   *     org.e2e3d.engine.scene.CameraModel} lacks, or names a camera, image or 2D point that is not
   *     there
   * @throws IOException if a file is missing or cannot be read
   */
  public static SparseModel read(Path folder) throws IOException {
    return new ColmapTextReader(folder).read();
  }

  /**
   * True if the folder has a points3D.txt with a point in it.
   *
   * @throws IOException if it cannot be read
   */
  public static boolean hasPoints(Path folder) throws IOException {
    return new ColmapTextReader(folder).hasPoints();
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
