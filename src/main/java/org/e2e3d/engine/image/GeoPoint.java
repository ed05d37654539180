package org.e2e3d.engine.image;

/**
 * A GPS position.
 *
 * @param latitude degrees, north positive
 * @param longitude degrees, east positive
 * @param altitude metres; NaN if unknown
 * @param dop dilution of precision as the receiver told it (1 ideal, above 10 poor); NaN if unknown
 */
public record GeoPoint(double latitude, double longitude, double altitude, double dop) {

  /** A position of unknown precision. */
  public GeoPoint(double latitude, double longitude, double altitude) {
    this(latitude, longitude, altitude, Double.NaN);
  }
}
