package org.e2e3d.engine.scene;

/**
 * Where the model stands on Earth: the world frame is then east, north, up in metres around this
 * origin (WGS 84).
 *
 * @param latitude degrees, north positive
 * @param longitude degrees, east positive
 * @param altitude metres above the ellipsoid or sea level, as the photographs' GPS gave it
 */
public record GeoReference(double latitude, double longitude, double altitude) {}
