package org.e2e3d.engine.image;

/**
 * A GPS position.
 *
 * @param latitude degrees, north positive
 * @param longitude degrees, east positive
 * @param altitude metres; NaN if unknown
 */
public record GeoPoint(double latitude, double longitude, double altitude) {}
