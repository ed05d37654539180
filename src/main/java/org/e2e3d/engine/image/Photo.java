package org.e2e3d.engine.image;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Optional;

/**
 * One accepted photograph, as the sensor lay: not set upright, so that portrait and landscape
 * photographs of one camera have one size and one set of intrinsics, as they do for COLMAP. A
 * mirrored one, and a TIFF, which the decoder sets upright in any case, are upright.
 *
 * @param id 0-based, dense, in the order of names
 * @param name path relative to the image folder, '/'-separated
 * @param file where it is
 * @param width pixels
 * @param height pixels
 * @param quarterTurns how many quarter turns clockwise set it upright, 0 to 3
 * @param cameraGroup photographs of one group share their intrinsics; 0-based
 * @param focalPixels focal length in pixels of the full-size image as EXIF tells it, or NaN
 * @param gps where it was taken
 * @param takenAt when, by the camera's own clock, with sub-seconds where EXIF has them
 * @param sharpness a relative measure, larger is sharper
 * @param exposure how light it is
 * @param digest SHA-256 of the file, lower-case hex
 * @param mask a greyscale image of the same proportions, 0 where the photograph is to be ignored;
 *     the photograph itself where its alpha channel says so
 */
public record Photo(
    int id,
    String name,
    Path file,
    int width,
    int height,
    int quarterTurns,
    int cameraGroup,
    double focalPixels,
    Optional<GeoPoint> gps,
    Optional<LocalDateTime> takenAt,
    double sharpness,
    Exposure exposure,
    String digest,
    Optional<Path> mask) {

  /** An upright photograph of which neither the time nor the clipped shares are known. */
  public Photo(
      int id,
      String name,
      Path file,
      int width,
      int height,
      int cameraGroup,
      double focalPixels,
      Optional<GeoPoint> gps,
      double sharpness,
      double brightness,
      String digest,
      Optional<Path> mask) {
    this(
        id,
        name,
        file,
        width,
        height,
        0,
        cameraGroup,
        focalPixels,
        gps,
        Optional.empty(),
        sharpness,
        new Exposure(brightness, 0, 0),
        digest,
        mask);
  }

  /** The same photograph with another mask. */
  public Photo withMask(Optional<Path> newMask) {
    return new Photo(
        id,
        name,
        file,
        width,
        height,
        quarterTurns,
        cameraGroup,
        focalPixels,
        gps,
        takenAt,
        sharpness,
        exposure,
        digest,
        newMask);
  }

  /** Mean grey value in [0, 1]. */
  public double brightness() {
    return exposure.mean();
  }
}
