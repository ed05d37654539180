package org.e2e3d.engine.image;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Numbers the groups of photographs that share their intrinsics: same make, model, lens, focal
 * length and size as the sensor lay.
 *
 * <p>A camera that was turned for a portrait keeps its intrinsics, and EXIF tells of the turn, so
 * portrait and landscape photographs fall into one group. Where software has turned the pixels
 * themselves, or the metadata are gone, sizes differ and so do the groups. Images without metadata
 * are grouped by size alone.
 */
final class CameraGroups {
  private final Map<String, Integer> groups = new HashMap<>();

  /** The group's number; groups are numbered as they come. */
  int of(PhotoProbe p) {
    ExifData e = p.exif();
    String key =
        String.format(
            Locale.ROOT,
            "%s|%s|%s|%.2f|%dx%d",
            e.make(),
            e.model(),
            e.lens(),
            e.focalMm(),
            p.width(),
            p.height());
    return groups.computeIfAbsent(key, k -> groups.size());
  }

  int count() {
    return groups.size();
  }
}
