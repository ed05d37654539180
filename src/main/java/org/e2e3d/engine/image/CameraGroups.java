package org.e2e3d.engine.image;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Numbers the groups of photographs that share their intrinsics: same make, model, lens, focal
 * length and upright size.
 *
 * <p>Portrait and landscape photographs of one camera fall into two groups, because a camera of our
 * model has one width and one height, and its principal point does not stay where it is when the
 * image is turned; what they have in common, the focal length by EXIF, both carry. Images without
 * metadata are grouped by size alone.
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
