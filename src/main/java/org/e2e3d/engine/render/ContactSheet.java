package org.e2e3d.engine.render;

import java.util.List;

/** Lays pictures out side by side. */
public final class ContactSheet {
  private static final int GAP = 6;

  private ContactSheet() {}

  /**
   * Pictures row by row, each in a cell as large as the largest.
   *
   * @param columns cells in a row
   */
  public static Picture of(List<Picture> pictures, int columns) {
    int w = 0;
    int h = 0;
    for (Picture p : pictures) {
      w = Math.max(w, p.width());
      h = Math.max(h, p.height());
    }
    int used = Math.min(columns, pictures.size());
    int rows = (pictures.size() + columns - 1) / columns;
    Picture sheet = Picture.filled(used * (w + GAP) + GAP, rows * (h + GAP) + GAP, 0xFFFFFF);
    for (int i = 0; i < pictures.size(); i++) {
      sheet.paste(pictures.get(i), GAP + i % columns * (w + GAP), GAP + i / columns * (h + GAP));
    }
    return sheet;
  }
}
