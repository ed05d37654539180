package org.e2e3d.engine.matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import org.e2e3d.engine.image.GeoPoint;
import org.e2e3d.engine.image.Photo;

/**
 * Which pairs of photographs to match. Small sets: all. Larger ones: for each photograph its
 * nearest by GPS, its neighbours in capture order and those that look most alike, so that the
 * number of pairs grows with n, not with n squared.
 */
final class PairSelection {
  private static final double METRES_PER_DEGREE = 111_320;
  private static final double GPS_SHARE = 0.8;

  private final MatchingOptions options;
  private final List<Photo> photos;
  private final VisualIndex index;

  /**
   * @param index how alike the photographs look; not asked for small sets
   */
  PairSelection(MatchingOptions options, List<Photo> photos, VisualIndex index) {
    this.options = options;
    this.photos = photos;
    this.index = index;
  }

  /** Whether all pairs of a set of n photographs are matched. */
  static boolean isExhaustive(MatchingOptions options, int n) {
    return n <= options.exhaustiveUpTo();
  }

  /**
   * The choice.
   *
   * @param pairs (a, b) with a &lt; b, ascending
   * @param reasons how many pairs each rule proposed, for the report
   */
  record Choice(List<int[]> pairs, Map<String, Object> reasons) {}

  Choice choose() {
    int n = photos.size();
    Map<String, Object> reasons = new LinkedHashMap<>();
    TreeSet<Long> pairs = new TreeSet<>();
    if (isExhaustive(options, n)) {
      for (int a = 0; a < n; a++) {
        for (int b = a + 1; b < n; b++) {
          pairs.add(key(a, b));
        }
      }
      reasons.put("exhaustive", pairs.size());
      return new Choice(decode(pairs), reasons);
    }
    long placed = photos.stream().filter(p -> p.gps().isPresent()).count();
    boolean gps = placed >= GPS_SHARE * n;
    int byPlace = gps ? options.neighbours() * 2 / 3 : 0;
    int byLook = options.neighbours() - byPlace;
    int before = pairs.size();
    for (int i = 0; i < n && gps; i++) {
      int me = i;
      addNearest(pairs, i, byPlace, j -> distance(me, j));
    }
    reasons.put("gps", pairs.size() - before);
    before = pairs.size();
    int[] order = CaptureOrder.of(photos);
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j <= Math.min(n - 1, i + options.sequenceReach()); j++) {
        pairs.add(key(order[i], order[j]));
      }
    }
    reasons.put("captureOrder", pairs.size() - before);
    before = pairs.size();
    for (int i = 0; i < n; i++) {
      int me = i;
      addNearest(pairs, i, byLook, j -> -index.similarity(me, j));
    }
    reasons.put("lookAlike", pairs.size() - before);
    return new Choice(decode(pairs), reasons);
  }

  /**
   * More pairs for photographs that are poorly connected: with the photographs that look most like
   * them, in turns, so that each gets its share when the bound is met.
   *
   * @param weak ids
   * @param tried keys ({@link #key}) of pairs that were matched already
   * @param most bound of the number of pairs
   */
  List<int[]> secondTry(List<Integer> weak, Set<Long> tried, int most) {
    List<List<Long>> wanted = new ArrayList<>();
    for (int i : weak) {
      Set<Long> mine = new LinkedHashSet<>();
      addNearest(
          mine,
          i,
          options.secondTries(),
          j -> tried.contains(key(i, j)) ? Double.NaN : -index.similarity(i, j));
      wanted.add(List.copyOf(mine));
    }
    TreeSet<Long> pairs = new TreeSet<>();
    for (int turn = 0; turn < options.secondTries(); turn++) {
      for (List<Long> mine : wanted) {
        if (turn < mine.size() && pairs.size() < most) {
          pairs.add(mine.get(turn));
        }
      }
    }
    return decode(pairs);
  }

  static long key(int a, int b) {
    return (long) Math.min(a, b) << 32 | Math.max(a, b);
  }

  private static List<int[]> decode(SortedSet<Long> keys) {
    List<int[]> pairs = new ArrayList<>();
    for (long k : keys) {
      pairs.add(new int[] {(int) (k >>> 32), (int) k});
    }
    return pairs;
  }

  /** Adds the pairs of i with the {@code most} others of least cost; NaN costs are left out. */
  private void addNearest(Set<Long> pairs, int i, int most, IntToDoubleFunction cost) {
    int n = photos.size();
    double[] costs = new double[n];
    Integer[] order = new Integer[n];
    for (int j = 0; j < n; j++) {
      costs[j] = j == i ? Double.NaN : cost.applyAsDouble(j);
      order[j] = j;
    }
    Arrays.sort(order, Comparator.comparingDouble((Integer j) -> costs[j]).thenComparing(j -> j));
    for (int k = 0; k < Math.min(most, n) && !Double.isNaN(costs[order[k]]); k++) {
      pairs.add(key(i, order[k]));
    }
  }

  /** Metres over ground between two photographs; NaN if either has no place. */
  private double distance(int a, int b) {
    if (photos.get(a).gps().isEmpty() || photos.get(b).gps().isEmpty()) {
      return Double.NaN;
    }
    GeoPoint p = photos.get(a).gps().get();
    GeoPoint q = photos.get(b).gps().get();
    double north = (q.latitude() - p.latitude()) * METRES_PER_DEGREE;
    double east =
        (q.longitude() - p.longitude())
            * METRES_PER_DEGREE
            * Math.cos(Math.toRadians((p.latitude() + q.latitude()) / 2));
    return Math.hypot(north, east);
  }
}
