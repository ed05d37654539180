package org.e2e3d.engine.sfm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.matching.PairMatches;
import org.e2e3d.engine.sfm.estimate.RelativePose;
import org.e2e3d.engine.sfm.geometry.Rotations;

/**
 * Cycle consistency of relative rotations: around three photographs that match one another they
 * must lead back to where they began (Zach, Klopschitz and Pollefeys, "Disambiguating visual
 * relations using loop constraints", CVPR 2010). Pairs that look alike but show different things
 * break it.
 */
final class RotationCycles {
  private static final double LIMIT = Math.toRadians(15);
  private static final double USUAL_FOCAL = 1.2; // of the longer side, where nothing is known
  private static final int SAMPLE = 60; // matches that choose among the decompositions

  private final List<Photo> photos;
  private final List<FeatureSet> features;
  private final double[] focals;

  /**
   * @param focals focal length in pixels of each photograph, or NaN where unknown
   */
  RotationCycles(List<Photo> photos, List<FeatureSet> features, double[] focals) {
    this.photos = photos;
    this.features = features;
    this.focals = focals;
  }

  /**
   * What the cycles say.
   *
   * @param triplets threes of photographs of which all pairs have parallax
   * @param inconsistent those that do not lead back
   * @param suspects pairs that fail in more than two thirds of their triplets
   */
  record Verdict(int triplets, int inconsistent, List<PairMatches> suspects) {}

  /** Judges the pairs with parallax. */
  Verdict judge(List<PairMatches> pairs) {
    List<PairMatches> general = new ArrayList<>();
    List<double[]> rotations = new ArrayList<>();
    List<Map<Integer, Integer>> partners = new ArrayList<>(); // partner to index of the pair
    photos.forEach(p -> partners.add(new HashMap<>()));
    for (PairMatches p : pairs) {
      if (p.kind() == PairMatches.Kind.GENERAL) {
        partners.get(p.a()).put(p.b(), general.size());
        partners.get(p.b()).put(p.a(), general.size());
        general.add(p);
        rotations.add(rotation(p));
      }
    }
    int[] good = new int[general.size()];
    int[] bad = new int[general.size()];
    int triplets = 0;
    int inconsistent = 0;
    for (int ab = 0; ab < general.size(); ab++) {
      int a = general.get(ab).a();
      int b = general.get(ab).b();
      for (int c = b + 1; c < photos.size(); c++) {
        Integer bc = partners.get(b).get(c);
        Integer ac = partners.get(a).get(c);
        if (bc == null || ac == null) {
          continue;
        }
        double[] around = Rotations.multiply(rotations.get(bc), rotations.get(ab));
        double angle =
            Rotations.angle(Rotations.multiply(around, Rotations.transpose(rotations.get(ac))));
        boolean fails = angle > LIMIT;
        triplets++;
        inconsistent += fails ? 1 : 0;
        for (int pair : new int[] {ab, bc, ac}) {
          good[pair] += fails ? 0 : 1;
          bad[pair] += fails ? 1 : 0;
        }
      }
    }
    List<PairMatches> suspects = new ArrayList<>();
    for (int i = 0; i < general.size(); i++) {
      if (bad[i] > 2 * good[i]) {
        suspects.add(general.get(i));
      }
    }
    return new Verdict(triplets, inconsistent, suspects);
  }

  private double[] rotation(PairMatches p) {
    double[] ka = calibration(p.a());
    double[] kb = calibration(p.b());
    double[] e = Rotations.multiply(Rotations.transpose(kb), Rotations.multiply(p.matrix(), ka));
    int n = Math.min(SAMPLE, p.size());
    double[] a = new double[2 * n];
    double[] b = new double[2 * n];
    for (int i = 0; i < n; i++) {
      int k = (int) ((long) i * p.size() / n);
      ray(ka, features.get(p.a()).xy(), p.featureA()[k], a, i);
      ray(kb, features.get(p.b()).xy(), p.featureB()[k], b, i);
    }
    return RelativePose.decompose(e, a, b).rotation();
  }

  private double[] calibration(int photo) {
    Photo p = photos.get(photo);
    double f = focals[photo];
    if (!(f > 0)) {
      f = p.focalPixels() > 0 ? p.focalPixels() : USUAL_FOCAL * Math.max(p.width(), p.height());
    }
    return new double[] {f, 0, p.width() / 2.0, 0, f, p.height() / 2.0, 0, 0, 1};
  }

  private static void ray(double[] k, float[] xy, int feature, double[] out, int i) {
    out[2 * i] = (xy[2 * feature] - k[2]) / k[0];
    out[2 * i + 1] = (xy[2 * feature + 1] - k[5]) / k[0];
  }
}
