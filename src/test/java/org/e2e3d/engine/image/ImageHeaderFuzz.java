package org.e2e3d.engine.image;

import org.e2e3d.testing.FuzzParts;

/** Fuzz target: image headers and EXIF blocks, without decoding. */
public final class ImageHeaderFuzz {
  private ImageHeaderFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    try {
      ImageHeader header = ImageHeader.of(data);
      FuzzParts.require(header.width() > 0 && header.height() > 0, "a size that is none");
    } catch (ImageHeader.NotAnImageException e) {
      FuzzParts.require(!e.getMessage().isBlank(), "a refusal without a reason");
    }
    ExifData exif = ExifData.of(data);
    FuzzParts.require(exif.orientation() >= 1 && exif.orientation() <= 8, "an orientation of none");
    FuzzParts.require(!(exif.focalMm() <= 0), "a focal length that is none");
    FuzzParts.require(exif.cameraKey() != null, "no camera key");
    exif.gps()
        .ifPresent(
            at ->
                FuzzParts.require(
                    Math.abs(at.latitude()) <= 90 && Math.abs(at.longitude()) <= 180,
                    "a place that is none"));
    double focal = SensorWidths.load().focalPixels(exif, 4000, 3000);
    FuzzParts.require(Double.isNaN(focal) || focal > 0, "a focal length that is none");
  }
}
