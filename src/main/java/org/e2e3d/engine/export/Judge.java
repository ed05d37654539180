package org.e2e3d.engine.export;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.e2e3d.engine.export.Report.Finding;
import org.e2e3d.engine.export.Report.Grade;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.image.PhotoSet;

/**
 * Judges a model by its figures, and tells how to photograph better. The limits are the customary
 * ones of close-range photogrammetry (overlap of 60 to 80 %, each point in three photographs or
 * more, rays that meet at 5 to 40 degrees, residuals under a pixel).
 */
final class Judge {
  private final PhotoSet photos;
  private final Report.Images images;
  private final SparseFigures sparse;
  private final MeshFigures mesh;
  private final double completeness;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> advice = new LinkedHashSet<>();

  Judge(
      PhotoSet photos,
      Report.Images images,
      SparseFigures sparse,
      MeshFigures mesh,
      double completeness) {
    this.photos = photos;
    this.images = images;
    this.sparse = sparse;
    this.mesh = mesh;
    this.completeness = completeness;
  }

  Report.Verdict verdict() {
    judgeImages();
    judgeTracks();
    judgeSurface();
    adviseOnPhotographs();
    Grade grade =
        findings.stream().map(Finding::grade).max(Comparator.naturalOrder()).orElse(Grade.GOOD);
    long weak = findings.stream().filter(f -> f.grade() != Grade.GOOD).count();
    String sentence =
        switch (grade) {
          case GOOD -> "Every figure is as a good model's should be.";
          case FAIR ->
              "The model is usable; "
                  + (weak == 1 ? "one figure is" : weak + " figures are")
                  + " short of what a good model has.";
          case DOUBTFUL ->
              "Look closely before relying on this model: at least one figure is poor.";
        };
    return new Report.Verdict(grade, sentence, findings, List.copyOf(advice));
  }

  private void judgeImages() {
    double share = images.accepted() == 0 ? 0 : (double) images.used() / images.accepted();
    Grade g =
        find(
            "Photographs in the model",
            images.used() + " of " + images.accepted(),
            "all of them",
            share >= 0.999 ? Grade.GOOD : share >= 0.7 ? Grade.FAIR : Grade.DOUBTFUL);
    if (g != Grade.GOOD) {
      advice.add(
          "Some photographs found no connection to the rest. Bridge the gaps: take photographs"
              + " between them, each sharing at least two thirds of its view with the one before.");
    }
    long lonely = sparse.views().stream().filter(v -> v.neighbours() < 2).count();
    g =
        find(
            "Photographs tied to fewer than two others",
            Long.toString(lonely),
            "none",
            lonely == 0 ? Grade.GOOD : lonely <= 2 ? Grade.FAIR : Grade.DOUBTFUL);
    if (g != Grade.GOOD) {
      advice.add("Move in smaller steps, so that every part is in at least three photographs.");
    }
  }

  private void judgeTracks() {
    Grade g =
        find(
            "Mean reprojection error",
            number("%.2f pixels", sparse.meanErrorPixels()),
            "under 1 pixel",
            atMost(sparse.meanErrorPixels(), 1, 2));
    if (g != Grade.GOOD) {
      advice.add(
          "The cameras fit loosely: keep the zoom fixed, switch off digital stabilisation, hold"
              + " still, and photograph things that do not move.");
    }
    g =
        find(
            "Photographs that see a point, on average",
            number("%.1f", sparse.meanTrackLength()),
            "3 or more",
            atLeast(sparse.meanTrackLength(), 3, 2.3));
    if (g != Grade.GOOD) {
      advice.add("Take more photographs with more overlap: 70 to 80 % between neighbours.");
    }
    g =
        find(
            "Angle between the rays to a point, median",
            number("%.1f°", sparse.medianAngleDegrees()),
            "5° or more",
            atLeast(sparse.medianAngleDegrees(), 5, 2));
    if (g != Grade.GOOD) {
      advice.add("Walk around the subject instead of turning on the spot: depth needs distance.");
    }
    double coverage = sparse.views().stream().mapToDouble(v -> v.coverage()).average().orElse(0);
    g =
        find(
            "Share of a photograph with points in it, on average",
            number("%.0f %%", 100 * coverage),
            "40 % or more",
            atLeast(coverage, 0.4, 0.15));
    if (g != Grade.GOOD) {
      advice.add(
          "Fill the picture with the subject, and put it on a patterned ground if it is plain.");
    }
  }

  private void judgeSurface() {
    if (completeness >= 0) {
      Grade g =
          find(
              "Share of a photograph with a depth, on average",
              number("%.0f %%", 100 * completeness),
              "30 % or more",
              atLeast(completeness, 0.3, 0.1));
      if (g != Grade.GOOD) {
        advice.add(
            "Much of the photographs gave no depth. Plain, shiny, transparent or moving surfaces,"
                + " and sky, cannot be measured; diffuse light and closer photographs help.");
      }
    }
    find(
        "Largest piece of the mesh",
        number("%.1f %% of the faces", 100 * mesh.largestComponent()),
        "90 % or more",
        atLeast(mesh.largestComponent(), 0.9, 0.5));
    // A closed mesh has 1.5 edges a face; borders and holes add edges with one face.
    double edges = Math.max(1, 1.5 * mesh.faces() + 0.5 * mesh.openEdges());
    double open = mesh.openEdges() / edges;
    find(
        "Edges at borders and holes",
        number("%.1f %%", 100 * open),
        "under 5 %",
        atMost(open, 0.05, 0.2));
    find(
        "Edges that more than two faces share",
        Integer.toString(mesh.crowdedEdges()),
        "none",
        mesh.crowdedEdges() == 0 ? Grade.GOOD : Grade.FAIR);
    if (!mesh.closed() && mesh.openEdges() > 0) {
      advice.add(
          "The surface ends where the photographs end. For a closed model, photograph the subject"
              + " from every side, also from above and from low down.");
    }
  }

  private void adviseOnPhotographs() {
    List<Photo> all = photos.photos();
    if (all.isEmpty()) {
      return;
    }
    double[] sharp = all.stream().mapToDouble(Photo::sharpness).sorted().toArray();
    double median = sharp[sharp.length / 2];
    long soft = all.stream().filter(p -> p.sharpness() < 0.35 * median).count();
    if (soft > 0) {
      advice.add(
          soft
              + (soft == 1 ? " photograph is" : " photographs are")
              + " much softer than the rest; use a faster shutter and check the focus.");
    }
    double dark = all.stream().mapToDouble(Photo::brightness).min().orElse(0);
    double bright = all.stream().mapToDouble(Photo::brightness).max().orElse(0);
    if (bright > 2.5 * dark && bright - dark > 0.25) {
      advice.add("The brightness varies a lot; lock the exposure for an even texture.");
    }
    if (all.stream().allMatch(p -> Double.isNaN(p.focalPixels()))) {
      advice.add(
          "The files tell no focal length, so it was estimated. Use originals from the camera:"
              + " messengers and editors strip it.");
    }
    if (all.size() < 12) {
      advice.add("More photographs make a better model; 20 to 60 suit a single object.");
    }
  }

  private Grade find(String label, String value, String usual, Grade grade) {
    findings.add(new Finding(label, value, usual, grade));
    return grade;
  }

  private static Grade atLeast(double v, double good, double fair) {
    return v >= good ? Grade.GOOD : v >= fair ? Grade.FAIR : Grade.DOUBTFUL;
  }

  private static Grade atMost(double v, double good, double fair) {
    return v <= good ? Grade.GOOD : v <= fair ? Grade.FAIR : Grade.DOUBTFUL;
  }

  private static String number(String format, double v) {
    return String.format(Locale.ROOT, format, v);
  }
}
