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
 */
public record ExportOptions(int jpegQuality, int previewSize, int thumbnailSize, boolean stl) {

  /** The defaults of a preset. */
  public static ExportOptions of(Preset preset) {
    return switch (preset) {
      case LOW -> new ExportOptions(85, 640, 120, false);
      case MEDIUM -> new ExportOptions(90, 1280, 160, false);
      case HIGH -> new ExportOptions(93, 1600, 160, false);
    };
  }

  /**
   * @throws org.e2e3d.engine.stage.ReconstructionException with INVALID_OPTIONS naming the field
   */
  public void validate() {
    Check.range("export.jpegQuality", jpegQuality, 1, 100);
    Check.range("export.previewSize", previewSize, 64, 8192);
    Check.range("export.thumbnailSize", thumbnailSize, 0, 512);
  }
}
