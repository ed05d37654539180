package org.e2e3d.engine.image;

import org.e2e3d.engine.image.ImageHeader.Format;

/**
 * What EXIF's orientation (EXIF 2.32, tag 274) asks for, and who does it.
 *
 * @param decodedUpright whether {@link PhotoReader} hands the image out upright: a TIFF, because
 *     OpenCV does that whatever it is told, and a mirrored image, because no camera takes one
 * @param quarterTurns how many quarter turns clockwise set upright what is handed out, 0 to 3
 * @param decodedOnItsSide whether width and height of what is handed out are those stored, swapped
 */
record PictureTurn(boolean decodedUpright, int quarterTurns, boolean decodedOnItsSide) {

  /**
   * @param orientation 1 to 8
   */
  static PictureTurn of(Format format, int orientation) {
    if (format == Format.TIFF || isMirrored(orientation)) {
      return new PictureTurn(true, 0, orientation >= 5);
    }
    return new PictureTurn(false, quarterTurns(orientation), false);
  }

  static boolean isMirrored(int orientation) {
    return orientation == 2 || orientation == 4 || orientation == 5 || orientation == 7;
  }

  private static int quarterTurns(int orientation) {
    return switch (orientation) {
      case 6 -> 1;
      case 3 -> 2;
      case 8 -> 3;
      default -> 0;
    };
  }
}
