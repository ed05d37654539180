package org.e2e3d.engine.sfm.map;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.matching.PairMatches;
import org.e2e3d.engine.sfm.estimate.FocalSweep;
import org.e2e3d.engine.sfm.geometry.Lens;

/**
 * The focal lengths worth trying for lenses without metadata: what the fundamental matrices agree
 * on, and the usual guess of 1.2 times the longer side.
 */
final class FocalCandidates {
  private static final double USUAL = 1.2;
  private static final double DISTINCT = 1.12;
  private static final int MOST = 3;
  private static final int PAIRS = 60;

  private final double[][] perLens;

  FocalCandidates(MapState s, List<PairMatches> pairs) {
    perLens = new double[s.lensKnown.length][];
    for (int g = 0; g < perLens.length; g++) {
      perLens[g] =
          s.lensKnown[g] ? new double[] {s.lens[Lens.SIZE * g + Lens.F]} : unknown(s, g, pairs);
    }
  }

  /** How many sets of focal lengths there are to try. */
  int count() {
    int most = 1;
    for (double[] c : perLens) {
      most = Math.max(most, c.length);
    }
    return most;
  }

  /** Gives the lenses their k-th focal lengths (the last one, where a lens has fewer). */
  void apply(MapState s, int k) {
    for (int g = 0; g < perLens.length; g++) {
      s.lens[Lens.SIZE * g + Lens.F] = perLens[g][Math.min(k, perLens[g].length - 1)];
    }
  }

  private static double[] unknown(MapState s, int g, List<PairMatches> pairs) {
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
    List<Double> out = new ArrayList<>();
    out.add(USUAL * side);
    for (double f : FocalSweep.candidates(side, sweep)) {
      boolean isNew = out.size() < MOST;
      for (double known : out) {
        isNew &= f / known > DISTINCT || known / f > DISTINCT;
      }
      if (isNew) {
        out.add(f);
      }
    }
    return out.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
