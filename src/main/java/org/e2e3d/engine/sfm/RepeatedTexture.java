package org.e2e3d.engine.sfm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.matching.MatchGraph;
import org.e2e3d.engine.matching.PairMatches;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.View;
import org.e2e3d.engine.sfm.geometry.Rotations;

/**
 * Looks for signs that different things that look alike were matched: rotations that do not close
 * around triplets, verified pairs that the finished model contradicts, and matches that contradict
 * one another.
 */
final class RepeatedTexture {
  private static final double OPEN_CYCLES = 0.15; // of the triplets; sound sets have under 0.05
  private static final int LEAST_TRIPLETS = 8;
  private static final double CONTRADICTED = 0.1; // of the pairs within the model
  private static final int LEAST_PAIRS = 3;
  private static final double CONFLICTS = 0.2; // of all matches; usual sets have 0.07
  private static final double AGREE = 0.25; // share of a pair's matches that the model explains
  private static final double NEAR = 4; // pixels of a photograph of 1600 from the epipolar line
  private static final int NAMED = 4;

  private final List<Photo> photos;
  private final List<FeatureSet> features;
  private final MatchGraph graph;

  RepeatedTexture(List<Photo> photos, List<FeatureSet> features, MatchGraph graph) {
    this.photos = photos;
    this.features = features;
    this.graph = graph;
  }

  /**
   * What was found.
   *
   * @param cycles of the rotations
   * @param within verified pairs with parallax whose photographs are both in the model
   * @param contradicted those that the model contradicts, largest first
   */
  record Finding(RotationCycles.Verdict cycles, int within, List<PairMatches> contradicted) {}

  /** Examines the pairs, and the model if there is one. */
  Finding examine(Optional<SparseModel> model) {
    double[] focals = new double[photos.size()];
    Arrays.fill(focals, Double.NaN);
    List<PairMatches> contradicted = new ArrayList<>();
    int within = 0;
    if (model.isPresent()) {
      View[] views = new View[photos.size()];
      for (View v : model.get().views()) {
        views[v.id()] = v;
        focals[v.id()] = model.get().cameraOf(v).fx();
      }
      for (PairMatches p : graph.pairs()) {
        if (p.kind() == PairMatches.Kind.GENERAL && views[p.a()] != null && views[p.b()] != null) {
          within++;
          if (agreement(p, views[p.a()], views[p.b()], model.get()) < AGREE) {
            contradicted.add(p);
          }
        }
      }
    }
    contradicted.sort(Comparator.comparingInt(p -> -p.size()));
    return new Finding(
        new RotationCycles(photos, features, focals).judge(graph.pairs()), within, contradicted);
  }

  /** A sentence for people if repeated texture is to be suspected. */
  Optional<String> suspicion(Finding f, int conflicts) {
    RotationCycles.Verdict cycles = f.cycles();
    long matches = graph.pairs().stream().mapToLong(PairMatches::size).sum();
    if (f.contradicted().size() >= LEAST_PAIRS
        && f.contradicted().size() > CONTRADICTED * f.within()) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "%d of %d matched pairs contradict the model%s: repeated texture is suspected.",
              f.contradicted().size(),
              f.within(),
              names(f.contradicted())));
    }
    // far pairs have poor rotations of their own; a model, where there is one, knows better
    if (f.within() == 0
        && cycles.triplets() >= LEAST_TRIPLETS
        && cycles.inconsistent() > OPEN_CYCLES * cycles.triplets()) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "The rotations around %d of %d threes of matched photographs do not close%s: repeated"
                  + " texture is suspected.",
              cycles.inconsistent(),
              cycles.triplets(),
              names(cycles.suspects())));
    }
    if (conflicts > CONFLICTS * matches) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "%d of %d matches contradict others: repeated texture is suspected.",
              conflicts,
              matches));
    }
    return Optional.empty();
  }

  private String names(List<PairMatches> pairs) {
    List<String> out = new ArrayList<>();
    for (PairMatches p : pairs.subList(0, Math.min(NAMED, pairs.size()))) {
      out.add(photos.get(p.a()).name() + " and " + photos.get(p.b()).name());
    }
    return out.isEmpty() ? "" : " (such as " + String.join("; ", out) + ")";
  }

  /** The share of a pair's matches that lie near their epipolar lines in the model. */
  private double agreement(PairMatches p, View va, View vb, SparseModel model) {
    Camera ca = model.cameraOf(va);
    Camera cb = model.cameraOf(vb);
    double[] ra = va.pose().rotation();
    double[] rb = vb.pose().rotation();
    double[] r = Rotations.multiply(rb, Rotations.transpose(ra));
    double[] t = new double[3];
    double[] c = va.pose().centre();
    vb.pose().apply(c[0], c[1], c[2], t);
    Photo photo = photos.get(p.b());
    double near = NEAR * Math.max(photo.width(), photo.height()) / 1600.0 / cb.fx();
    double[] a = new double[2];
    double[] b = new double[2];
    int agree = 0;
    for (int i = 0; i < p.size(); i++) {
      int fa = p.featureA()[i];
      int fb = p.featureB()[i];
      ca.unproject(features.get(p.a()).xy()[2 * fa], features.get(p.a()).xy()[2 * fa + 1], a);
      cb.unproject(features.get(p.b()).xy()[2 * fb], features.get(p.b()).xy()[2 * fb + 1], b);
      double x = r[0] * a[0] + r[1] * a[1] + r[2];
      double y = r[3] * a[0] + r[4] * a[1] + r[5];
      double z = r[6] * a[0] + r[7] * a[1] + r[8];
      double lx = t[1] * z - t[2] * y;
      double ly = t[2] * x - t[0] * z;
      double lz = t[0] * y - t[1] * x;
      agree += Math.abs(lx * b[0] + ly * b[1] + lz) < near * Math.hypot(lx, ly) ? 1 : 0;
    }
    return (double) agree / p.size();
  }
}
