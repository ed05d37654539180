package org.e2e3d.engine.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.StageContext;

/**
 * Measures each photograph against the set it belongs to: what is usual in a set, such as the white
 * behind a product, is no fault of a single photograph.
 */
final class SetQuality {
  private static final double BLUR_SHARE = 0.1;
  private static final double MORE_CLIPPED = 0.2;
  private static final double MUCH_CLIPPED = 0.4;

  private final List<Photo> photos;
  private final double sharpness;
  private final double black;
  private final double white;

  SetQuality(List<Photo> photos) {
    this.photos = photos;
    this.sharpness = median(Photo::sharpness);
    this.black = median(p -> p.exposure().black());
    this.white = median(p -> p.exposure().white());
  }

  private double median(ToDoubleFunction<Photo> measure) {
    double[] sorted = photos.stream().mapToDouble(measure).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }

  /** Reports the measures of every photograph, and those that fall out of the set. */
  void report(StageContext context) {
    for (Photo p : photos) {
      Map<String, Object> measures = new LinkedHashMap<>();
      measures.put("sharpness", rounded(p.sharpness()));
      measures.put("brightness", rounded(p.exposure().mean()));
      measures.put("black", rounded(p.exposure().black()));
      measures.put("white", rounded(p.exposure().white()));
      context.figure("ingest.quality." + p.name(), measures);
    }
    evidence().forEach(context::warn);
    if (white > MUCH_CLIPPED) {
      context.warn(
          "OVEREXPOSED", clipped(white, "white") + "; a darker exposure would show more of it");
    }
    if (black > MUCH_CLIPPED) {
      context.warn("UNDEREXPOSED", clipped(black, "black") + "; more light would show more of it");
    }
  }

  private static String clipped(double share, String colour) {
    return String.format(
        Locale.ROOT,
        "in half of the photographs more than %.0f %% of the pixels are %s, where nothing can be"
            + " matched",
        100 * share,
        colour);
  }

  /** Photographs far less sharp than the rest, or far more black or white; all may still serve. */
  List<ImageEvidence> evidence() {
    List<ImageEvidence> found = new ArrayList<>();
    for (Photo p : photos) {
      if (p.sharpness() < BLUR_SHARE * sharpness) {
        found.add(
            evidence(
                p, "BLURRY", "sharpness %.1f, where the median is %.1f", p.sharpness(), sharpness));
      }
      Exposure e = p.exposure();
      if (e.white() > white + MORE_CLIPPED) {
        found.add(
            evidence(
                p,
                "OVEREXPOSED",
                "%.0f %% of its pixels are white, where the median is %.0f %%",
                100 * e.white(),
                100 * white));
      }
      if (e.black() > black + MORE_CLIPPED) {
        found.add(
            evidence(
                p,
                "UNDEREXPOSED",
                "%.0f %% of its pixels are black, where the median is %.0f %%",
                100 * e.black(),
                100 * black));
      }
    }
    return found;
  }

  private static ImageEvidence evidence(
      Photo p, String problem, String format, double value, double usual) {
    return new ImageEvidence(p.name(), problem, String.format(Locale.ROOT, format, value, usual));
  }

  private static double rounded(double v) {
    return Math.round(v * 1000) / 1000.0;
  }
}
