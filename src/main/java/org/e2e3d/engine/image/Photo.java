package org.e2e3d.engine.image;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One accepted photograph. Sizes are those of the upright image, after the EXIF orientation was
 * applied.
 *
 * @param id 0-based, dense, in the order of names
 * @param name path relative to the image folder, '/'-separated
 * @param file where it is
 * @param width pixels
 * @param height pixels
 * @param cameraGroup photographs of one group share their intrinsics; 0-based
 * @param focalPixels focal length in pixels of the upright full-size image as EXIF tells it, or NaN
 * @param gps where it was taken
 * @param sharpness a relative measure, larger is sharper
 * @param brightness mean grey value in [0, 1]
 * @param digest SHA-256 of the file, lower-case hex
 * @param mask a greyscale image of the same size, 0 where the photograph is to be ignored
 */
public record Photo(
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
    Optional<Path> mask) {}
