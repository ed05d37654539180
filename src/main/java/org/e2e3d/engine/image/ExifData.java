package org.e2e3d.engine.image;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.lang.GeoLocation;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.MetadataException;
import com.drew.metadata.exif.ExifDirectoryBase;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifSubIFDDirectory;
import com.drew.metadata.exif.GpsDirectory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Optional;

/**
 * What a photograph's EXIF block says about the camera; absent values are empty, 0 or NaN.
 *
 * @param orientation EXIF orientation, 1 to 8; 1 if absent or out of range
 * @param make camera maker, trimmed
 * @param model camera model, trimmed
 * @param lens lens model, trimmed
 * @param focalMm focal length in millimetres, or NaN
 * @param focal35Mm 35 mm equivalent in millimetres, or NaN
 * @param planeWidthMm sensor width by the focal plane resolution, in millimetres, or NaN
 * @param gps where it was taken
 * @param takenAt when, by the camera's clock
 */
record ExifData(
    int orientation,
    String make,
    String model,
    String lens,
    double focalMm,
    double focal35Mm,
    double planeWidthMm,
    Optional<GeoPoint> gps,
    Optional<LocalDateTime> takenAt) {

  /** What a file without metadata says. */
  static final ExifData NONE =
      new ExifData(
          1, "", "", "", Double.NaN, Double.NaN, Double.NaN, Optional.empty(), Optional.empty());

  /** Reads the metadata; damaged metadata is the same as none. */
  static ExifData of(byte[] file) {
    Metadata all;
    try {
      all = ImageMetadataReader.readMetadata(new ByteArrayInputStream(file), file.length);
    } catch (ImageProcessingException | IOException e) {
      return NONE;
    }
    Directory main = first(all, ExifIFD0Directory.class);
    Directory sub = first(all, ExifSubIFDDirectory.class);
    int orientation = (int) number(main, ExifDirectoryBase.TAG_ORIENTATION, 1);
    return new ExifData(
        orientation >= 1 && orientation <= 8 ? orientation : 1,
        text(main, ExifDirectoryBase.TAG_MAKE),
        text(main, ExifDirectoryBase.TAG_MODEL),
        text(sub, ExifDirectoryBase.TAG_LENS_MODEL),
        positive(number(sub, ExifDirectoryBase.TAG_FOCAL_LENGTH, Double.NaN)),
        positive(number(sub, ExifDirectoryBase.TAG_35MM_FILM_EQUIV_FOCAL_LENGTH, Double.NaN)),
        planeWidth(sub),
        gps(all.getFirstDirectoryOfType(GpsDirectory.class)),
        CaptureTime.of(sub, main));
  }

  private static Directory first(Metadata all, Class<? extends Directory> type) {
    return all.getFirstDirectoryOfType(type);
  }

  private static double planeWidth(Directory sub) {
    double perUnit = number(sub, ExifDirectoryBase.TAG_FOCAL_PLANE_X_RESOLUTION, Double.NaN);
    double pixels = number(sub, ExifDirectoryBase.TAG_EXIF_IMAGE_WIDTH, Double.NaN);
    double other = number(sub, ExifDirectoryBase.TAG_EXIF_IMAGE_HEIGHT, Double.NaN);
    double unitMm =
        switch ((int) number(sub, ExifDirectoryBase.TAG_FOCAL_PLANE_RESOLUTION_UNIT, 2)) {
          case 3 -> 10;
          case 4 -> 1;
          case 5 -> 0.001;
          default -> 25.4;
        };
    double width = Math.max(pixels, Double.isNaN(other) ? pixels : other) / perUnit * unitMm;
    return width >= 2 && width <= 80 ? width : Double.NaN;
  }

  private static Optional<GeoPoint> gps(GpsDirectory gps) {
    GeoLocation place = gps == null ? null : gps.getGeoLocation();
    if (place == null
        || place.isZero()
        || !(Math.abs(place.getLatitude()) <= 90 && Math.abs(place.getLongitude()) <= 180)) {
      return Optional.empty();
    }
    double altitude = number(gps, GpsDirectory.TAG_ALTITUDE, Double.NaN);
    boolean below = number(gps, GpsDirectory.TAG_ALTITUDE_REF, 0) == 1;
    double dop = number(gps, GpsDirectory.TAG_DOP, Double.NaN);
    return Optional.of(
        new GeoPoint(
            place.getLatitude(),
            place.getLongitude(),
            below ? -altitude : altitude,
            positive(dop)));
  }

  private static double number(Directory d, int tag, double fallback) {
    try {
      double v = d != null && d.containsTag(tag) ? d.getDouble(tag) : fallback;
      return Double.isInfinite(v) ? fallback : v;
    } catch (MetadataException e) {
      return fallback;
    }
  }

  private static double positive(double v) {
    return v > 0 ? v : Double.NaN;
  }

  private static String text(Directory d, int tag) {
    String s = d == null ? null : d.getString(tag);
    return s == null ? "" : s.replace('\0', ' ').strip().replaceAll("\\s+", " ");
  }

  /** Make and model as one lower-case key, without the maker's name said twice. */
  String cameraKey() {
    String m = model.toLowerCase(Locale.ROOT);
    String firstWord = make.toLowerCase(Locale.ROOT).split(" ")[0];
    return m.startsWith(firstWord) ? m : (firstWord + " " + m).strip();
  }
}
