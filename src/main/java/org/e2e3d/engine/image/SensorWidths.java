package org.e2e3d.engine.image;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * The focal length in pixels of the full-size image, from EXIF.
 *
 * <p>In order of trust: focal length over the width of the sensor where the camera is in our table;
 * the 35 mm equivalent (CIPA DCG-001: by the diagonal of 43.27 mm); the focal plane resolution,
 * last because software that resizes an image often leaves it stale.
 */
final class SensorWidths {
  private static final String TABLE = "sensor-widths.csv";
  private static final double FILM_DIAGONAL_MM = Math.hypot(36, 24);
  private static final double MIN_RATIO = 0.2;
  private static final double MAX_RATIO = 30;

  private final Map<String, Double> widths;

  private SensorWidths(Map<String, Double> widths) {
    this.widths = widths;
  }

  /** Reads the bundled table. */
  static SensorWidths load() {
    Map<String, Double> widths = new HashMap<>();
    try (InputStream in = SensorWidths.class.getResourceAsStream(TABLE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int comma = line.lastIndexOf(',');
        if (comma > 0 && !line.startsWith("#")) {
          widths.put(
              line.substring(0, comma).strip(),
              Double.parseDouble(line.substring(comma + 1).strip()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SensorWidths(widths);
  }

  /** Sensor widths in millimetres, one a camera. */
  Collection<Double> widths() {
    return Collections.unmodifiableCollection(widths.values());
  }

  /**
   * @param width image width in pixels
   * @param height image height in pixels
   * @return focal length in pixels, or NaN if EXIF does not tell a plausible one
   */
  double focalPixels(ExifData exif, int width, int height) {
    int longer = Math.max(width, height);
    Double known = widths.get(exif.cameraKey());
    double byTable = known == null ? Double.NaN : exif.focalMm() / known * longer;
    if (isPlausible(byTable, longer)) {
      return byTable;
    }
    double by35 = exif.focal35Mm() / FILM_DIAGONAL_MM * Math.hypot(width, height);
    if (isPlausible(by35, longer)) {
      return by35;
    }
    double byPlane = exif.focalMm() / exif.planeWidthMm() * longer;
    return isPlausible(byPlane, longer) ? byPlane : Double.NaN;
  }

  private static boolean isPlausible(double focal, int longer) {
    return focal > MIN_RATIO * longer && focal < MAX_RATIO * longer;
  }
}
