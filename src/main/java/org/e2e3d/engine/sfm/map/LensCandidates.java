package org.e2e3d.engine.sfm.map;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.matching.PairMatches;
import org.e2e3d.engine.sfm.estimate.FocalSweep;
import org.e2e3d.engine.sfm.geometry.Lens;

/**
 * The lenses worth trying. First what metadata say, as a fisheye too where the field of view is
 * that wide; for lenses without metadata what the fundamental matrices agree on, and the usual
 * guess of 1.2 times the longer side. In reserve, should these not fit: that metadata err, and a
 * fisheye.
 */
final class LensCandidates {
  private static final double USUAL = 1.2;
  private static final double DISTINCT = 1.12;
  private static final int MOST = 3;
  private static final int PAIRS = 60;

  /** Focal length over longer side below which a lens may be a fisheye (16 mm on full frame). */
  private static final double WIDE = 0.45;

  private static final double[] FISHEYE_FOCALS = {0.45, 0.65, 0.33};
  private static final double WRONG_METADATA = 1.3;

  /** One lens: its curve and focal length in pixels. */
  private record Candidate(double curve, double focal) {}

  private final List<List<Candidate>> first = new ArrayList<>();
  private final List<List<Candidate>> reserve = new ArrayList<>();

  LensCandidates(MapState s, List<PairMatches> pairs) {
    for (int g = 0; g < s.lensKnown.length; g++) {
      double side = s.longerSide(g);
      double known = s.lensKnown[g] ? s.lens[Lens.SIZE * g + Lens.F] : Double.NaN;
      List<Candidate> fisheyes = new ArrayList<>();
      for (double f : FISHEYE_FOCALS) {
        fisheyes.add(new Candidate(Lens.FISHEYE, f * side));
      }
      List<Candidate> now = new ArrayList<>();
      List<Candidate> later = new ArrayList<>();
      if (s.choice == LensChoice.FISHEYE) {
        if (s.lensKnown[g]) {
          now.add(new Candidate(Lens.FISHEYE, known));
          later.addAll(fisheyes);
        } else {
          now.addAll(fisheyes);
        }
      } else {
        List<Candidate> guesses = unknown(s, g, pairs);
        if (s.lensKnown[g]) {
          now.add(new Candidate(Lens.BROWN, known));
          if (s.choice == LensChoice.AUTO && known < WIDE * side) {
            now.add(new Candidate(Lens.FISHEYE, known));
          }
          later.addAll(guesses);
        } else {
          now.addAll(guesses);
        }
        if (s.choice == LensChoice.AUTO) {
          later.addAll(fisheyes.subList(0, 2));
        }
      }
      first.add(now);
      reserve.add(later);
    }
  }

  /** How many sets of lenses there are to try first. */
  int count() {
    return count(first);
  }

  /** How many more there are if none of these fits. */
  int reserveCount() {
    return count(reserve);
  }

  private static int count(List<List<Candidate>> lists) {
    return lists.stream().mapToInt(List::size).max().orElse(0);
  }

  /**
   * Gives a map its k-th lenses, those in reserve after the first ones; a lens with fewer keeps its
   * last.
   */
  void apply(MapState s, int k) {
    for (int g = 0; g < first.size(); g++) {
      List<Candidate> list =
          k < count() || reserve.get(g).isEmpty() ? first.get(g) : reserve.get(g);
      int i = list == first.get(g) ? k : k - count();
      Candidate c = list.get(Math.min(i, list.size() - 1));
      s.lens[Lens.SIZE * g + Lens.F] = c.focal();
      s.lens[Lens.SIZE * g + Lens.CURVE] = c.curve();
      if (isFar(c.focal(), s.focalPrior[g])) {
        s.focalPrior[g] = Double.NaN;
      }
    }
  }

  /** Whether a focal length contradicts the one that metadata tell. */
  static boolean isFar(double focal, double prior) {
    return focal > WRONG_METADATA * prior || prior > WRONG_METADATA * focal;
  }

  private static List<Candidate> unknown(MapState s, int g, List<PairMatches> pairs) {
    double side = s.longerSide(g);
    List<PairMatches> own = new ArrayList<>();
    for (PairMatches p : pairs) {
      if (p.kind() == PairMatches.Kind.GENERAL && s.lensOf[p.a()] == g && s.lensOf[p.b()] == g) {
        own.add(p);
      }
    }
    own.sort(Comparator.comparingInt((PairMatches p) -> -p.size()));
    List<FocalSweep.Pair> sweep = new ArrayList<>();
    for (PairMatches p : own.subList(0, Math.min(PAIRS, own.size()))) {
      Photo a = s.photos.get(p.a());
      Photo b = s.photos.get(p.b());
      sweep.add(
          new FocalSweep.Pair(
              p.matrix(),
              a.width() / 2.0,
              a.height() / 2.0,
              b.width() / 2.0,
              b.height() / 2.0,
              Math.sqrt(p.size())));
    }
    List<Candidate> out = new ArrayList<>();
    out.add(new Candidate(Lens.BROWN, USUAL * side));
    for (double f : FocalSweep.candidates(side, sweep)) {
      boolean isNew = out.size() < MOST;
      for (Candidate known : out) {
        isNew &= f / known.focal() > DISTINCT || known.focal() / f > DISTINCT;
      }
      if (isNew) {
        out.add(new Candidate(Lens.BROWN, f));
      }
    }
    return out;
  }
}
