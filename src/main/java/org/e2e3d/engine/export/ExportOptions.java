package org.e2e3d.engine.export;

import org.e2e3d.engine.stage.Check;
import org.e2e3d.engine.stage.Preset;

/**
 * Options of stage 8.
 *
 * @param jpegQuality quality of the texture pages, 1 to 100; 90 keeps text readable at a tenth of
 *     the PNG's size
 * @param previewSize longer side of preview.png in pixels
 * @param thumbnailSize longer side of the report's pictures of photographs in pixels; 0 for none
 * @param stl whether to write mesh.stl, for printing; three times as large as the PLY
 * @param smallFaces about how many faces mesh-small.glb and mesh.usdz have
 * @param smallBytes how large mesh-small.glb is at most
 * @param turntableFrames frames of turntable.webp; 0 for none
 * @param turntableSize width of its frames in pixels
 * @param matchViews how many photographs are compared with the model drawn from their places
 * @param heldBackViews how many photographs the model is compared with that are held back from a
 *     texture made for that
 */
public record ExportOptions(
    int jpegQuality,
    int previewSize,
    int thumbnailSize,
    boolean stl,
    int smallFaces,
    long smallBytes,
    int turntableFrames,
    int turntableSize,
    int matchViews,
    int heldBackViews) {

  /** The defaults of a preset. */
  public static ExportOptions of(Preset preset) {
    return switch (preset) {
      case LOW -> new ExportOptions(85, 640, 120, false, 20_000, 2_000_000, 24, 320, 4, 2);
      case MEDIUM -> new ExportOptions(90, 1280, 160, true, 40_000, 3_000_000, 30, 400, 4, 2);
      case HIGH -> new ExportOptions(93, 1600, 160, true, 60_000, 4_000_000, 48, 480, 8, 4);
    };
  }

  /**
   * @throws org.e2e3d.engine.stage.ReconstructionException with INVALID_OPTIONS naming the field
   */
  public void validate() {
    Check.range("export.jpegQuality", jpegQuality, 1, 100);
    Check.range("export.previewSize", previewSize, 64, 8192);
    Check.range("export.thumbnailSize", thumbnailSize, 0, 512);
    Check.range("export.smallFaces", smallFaces, 100, 10_000_000);
    Check.range("export.smallBytes", (double) smallBytes, 100_000, 1_000_000_000);
    Check.range("export.turntableFrames", turntableFrames, 0, 360);
    Check.range("export.turntableSize", turntableSize, 64, 1920);
    Check.range("export.matchViews", matchViews, 0, 10_000);
    Check.range("export.heldBackViews", heldBackViews, 0, 1000);
  }
}
