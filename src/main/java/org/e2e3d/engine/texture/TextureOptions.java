package org.e2e3d.engine.texture;

import org.e2e3d.engine.stage.Check;
import org.e2e3d.engine.stage.Preset;

/**
 * How a mesh is textured.
 *
 * @param pageSize largest width and height of an atlas page, texels
 * @param maxPages most atlas pages; texels are made coarser than photograph pixels until all fit
 * @param maxPhotoSide photographs are used at most at this longer side, pixels; 0 for full size
 * @param surveySide longer side of the depth buffer and of the reduced photograph by which views
 *     are judged, pixels
 * @param candidates views kept as candidates of a face
 * @param detail how much the best view counts against fewer seams: 0 fewest seams
 * @param rejectOutliers whether a view that disagrees in colour with the others is not used there
 * @param evenExposure whether brightness and white balance of the photographs are evened out
 * @param levelSeams whether colours are made to meet along seams
 * @param padding texels around each chart that repeat what is beyond its edge
 */
public record TextureOptions(
    int pageSize,
    int maxPages,
    int maxPhotoSide,
    int surveySide,
    int candidates,
    double detail,
    boolean rejectOutliers,
    boolean evenExposure,
    boolean levelSeams,
    int padding) {

  /** The defaults of a preset. */
  public static TextureOptions of(Preset preset) {
    return switch (preset) {
      case LOW -> new TextureOptions(2048, 1, 1600, 480, 8, 1.2, true, true, true, 2);
      case MEDIUM -> new TextureOptions(4096, 1, 0, 640, 12, 1.2, true, true, true, 2);
      case HIGH -> new TextureOptions(8192, 2, 0, 960, 14, 1.2, true, true, true, 2);
    };
  }

  /** The same with seams left as the photographs give them. */
  public TextureOptions withoutLevelling() {
    return new TextureOptions(
        pageSize,
        maxPages,
        maxPhotoSide,
        surveySide,
        candidates,
        detail,
        rejectOutliers,
        false,
        false,
        padding);
  }

  /** The same with other page bounds. */
  public TextureOptions withPages(int size, int count) {
    return new TextureOptions(
        size,
        count,
        maxPhotoSide,
        surveySide,
        candidates,
        detail,
        rejectOutliers,
        evenExposure,
        levelSeams,
        padding);
  }

  /** The same with photographs reduced to a longer side, both to be judged and to be shown. */
  public TextureOptions withPhotos(int side) {
    return new TextureOptions(
        pageSize,
        maxPages,
        side,
        side,
        candidates,
        detail,
        rejectOutliers,
        evenExposure,
        levelSeams,
        padding);
  }

  /**
   * @throws org.e2e3d.engine.stage.ReconstructionException naming the first value out of its range
   */
  public void validate() {
    Check.range("texture.pageSize", pageSize, 64, 16384);
    Check.range("texture.maxPages", maxPages, 1, 64);
    Check.that(
        maxPhotoSide == 0 || maxPhotoSide >= 64,
        "texture.maxPhotoSide",
        maxPhotoSide,
        "must be 0 (full size) or at least 64");
    Check.range("texture.surveySide", surveySide, 64, 8192);
    Check.range("texture.candidates", candidates, 1, 32);
    Check.range("texture.detail", detail, 0, 100);
    Check.range("texture.padding", padding, 1, 16);
  }
}
