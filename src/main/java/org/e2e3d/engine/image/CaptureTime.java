package org.e2e3d.engine.image;

import com.drew.metadata.Directory;
import com.drew.metadata.exif.ExifDirectoryBase;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a photograph was taken, by the camera's own clock: the original time, else the time it was
 * digitised, with sub-seconds (EXIF 2.32, tags 36867, 36868, 37521 and 37522). The file's time of
 * change (tag 306) is not used: editors set it.
 */
final class CaptureTime {
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4})[:/-](\\d{1,2})[:/-](\\d{1,2})[ T](\\d{1,2}):(\\d{1,2}):(\\d{1,2}).*",
          Pattern.DOTALL);
  private static final int NANO_DIGITS = 9;
  private static final int FIRST_YEAR = 1980;

  private CaptureTime() {}

  /** The first directory that tells one; either may be null. */
  static Optional<LocalDateTime> of(Directory sub, Directory main) {
    for (Directory d : new Directory[] {sub, main}) {
      if (d == null) {
        continue;
      }
      Optional<LocalDateTime> original =
          parse(
              d.getString(ExifDirectoryBase.TAG_DATETIME_ORIGINAL),
              d.getString(ExifDirectoryBase.TAG_SUBSECOND_TIME_ORIGINAL));
      if (original.isPresent()) {
        return original;
      }
      Optional<LocalDateTime> digitised =
          parse(
              d.getString(ExifDirectoryBase.TAG_DATETIME_DIGITIZED),
              d.getString(ExifDirectoryBase.TAG_SUBSECOND_TIME_DIGITIZED));
      if (digitised.isPresent()) {
        return digitised;
      }
    }
    return Optional.empty();
  }

  /**
   * @param time as EXIF writes it, {@code 2026:05:01 12:30:59}; or null
   * @param fraction decimal digits after the point; or null
   * @return empty if it is no time, or the zero a camera with an unset clock writes
   */
  static Optional<LocalDateTime> parse(String time, String fraction) {
    Matcher m = TIME.matcher(time == null ? "" : time.strip());
    if (!m.matches() || Integer.parseInt(m.group(1)) < FIRST_YEAR) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          LocalDateTime.of(
              Integer.parseInt(m.group(1)),
              Integer.parseInt(m.group(2)),
              Integer.parseInt(m.group(3)),
              Integer.parseInt(m.group(4)),
              Integer.parseInt(m.group(5)),
              Math.min(59, Integer.parseInt(m.group(6))),
              nanos(fraction)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int nanos(String fraction) {
    String digits = fraction == null ? "" : fraction.strip();
    if (!digits.matches("\\d{1,20}")) {
      return 0;
    }
    return Integer.parseInt((digits + "000000000").substring(0, NANO_DIGITS));
  }
}
