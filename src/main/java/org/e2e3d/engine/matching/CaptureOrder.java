package org.e2e3d.engine.matching;

import java.util.Comparator;
import java.util.List;
import org.e2e3d.engine.image.Photo;

/**
 * In which order photographs were taken: camera by camera (clocks differ) by the camera's clock
 * where all tell it, else by name, with numbers in names by their value.
 */
final class CaptureOrder {
  private CaptureOrder() {}

  /** The ids in order of capture. */
  static int[] of(List<Photo> photos) {
    Comparator<Photo> byName = Comparator.comparing(Photo::name, CaptureOrder::compareNames);
    Comparator<Photo> byTime =
        Comparator.comparingInt(Photo::cameraGroup)
            .thenComparing(p -> p.takenAt().orElseThrow())
            .thenComparing(byName);
    boolean timed = photos.stream().allMatch(p -> p.takenAt().isPresent());
    return photos.stream().sorted(timed ? byTime : byName).mapToInt(Photo::id).toArray();
  }

  /** Compares names as people do: img2 before img10. */
  static int compareNames(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
        int endA = endOfNumber(a, i);
        int endB = endOfNumber(b, j);
        int order = compareNumbers(a.substring(i, endA), b.substring(j, endB));
        if (order != 0) {
          return order;
        }
        i = endA;
        j = endB;
      } else if (a.charAt(i) != b.charAt(j)) {
        return Character.compare(a.charAt(i), b.charAt(j));
      } else {
        i++;
        j++;
      }
    }
    int rest = Integer.compare(a.length() - i, b.length() - j);
    return rest != 0 ? rest : a.compareTo(b);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int endOfNumber(String s, int from) {
    int end = from;
    while (end < s.length() && isDigit(s.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Numbers of any length, leading zeros without weight. */
  private static int compareNumbers(String a, String b) {
    String x = a.replaceFirst("^0+", "");
    String y = b.replaceFirst("^0+", "");
    return x.length() != y.length() ? Integer.compare(x.length(), y.length()) : x.compareTo(y);
  }
}
