package org.e2e3d.engine.sfm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.matching.MatchGraph;
import org.e2e3d.engine.matching.PairMatches;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.ReconstructionException;

/** Says why photographs, or all of them, did not make it into a model. */
final class FailureDiagnosis {
  private static final int ENOUGH_MATCHES = 60; // of a pair, to start from

  private final List<Photo> photos;
  private int mostMatches;
  private final int[] partners;
  private final int[] matches;
  private final int[] flat;
  private final int[] group;
  private final List<Integer> groupSizes;

  FailureDiagnosis(List<Photo> photos, MatchGraph graph) {
    this.photos = photos;
    partners = new int[photos.size()];
    matches = new int[photos.size()];
    flat = new int[photos.size()];
    group = new int[photos.size()];
    groupSizes = groups(graph);
    for (PairMatches p : graph.pairs()) {
      for (int i : new int[] {p.a(), p.b()}) {
        partners[i]++;
        matches[i] += p.size();
        mostMatches = Math.max(mostMatches, p.size());
        flat[i] += p.kind() == PairMatches.Kind.GENERAL ? 0 : 1;
      }
    }
  }

  /** Numbers the groups that verified pairs connect, largest first; returns their sizes. */
  private List<Integer> groups(MatchGraph graph) {
    int[] parent = new int[group.length];
    java.util.Arrays.setAll(parent, i -> i);
    for (PairMatches p : graph.pairs()) {
      parent[root(parent, p.a())] = root(parent, p.b());
    }
    List<List<Integer>> members = new ArrayList<>();
    for (int i = 0; i < parent.length; i++) {
      members.add(new ArrayList<>());
    }
    for (int i = 0; i < parent.length; i++) {
      members.get(root(parent, i)).add(i);
    }
    members.removeIf(m -> m.size() < 2);
    members.sort(Comparator.comparingInt(m -> -m.size()));
    for (int g = 0; g < members.size(); g++) {
      for (int i : members.get(g)) {
        group[i] = g + 1;
      }
    }
    return members.stream().map(List::size).toList();
  }

  private static int root(int[] parent, int i) {
    int r = i;
    while (parent[r] != r) {
      r = parent[r];
    }
    return r;
  }

  ReconstructionException tooFewImages(int needed) {
    return new ReconstructionException(
        FailureCode.TOO_FEW_IMAGES,
        String.format(
            Locale.ROOT, "%d usable images; at least %d are needed", photos.size(), needed),
        "Take more photographs: twenty or more from all sides, each overlapping the next by two"
            + " thirds.",
        List.of());
  }

  ReconstructionException nothingMatched() {
    return new ReconstructionException(
        FailureCode.NO_OVERLAP,
        String.format(Locale.ROOT, "no two of the %d images show the same thing", photos.size()),
        "Check that the images show one scene, and take more of them with smaller steps between.",
        evidence());
  }

  /**
   * @param needed fewest photographs of a model
   * @param started whether any two photographs gave a model to grow
   * @param suspicion of repeated texture
   */
  ReconstructionException noModel(int needed, boolean started, Optional<String> suspicion) {
    int connected = 0;
    int edges = 0;
    int flatEdges = 0;
    for (int i = 0; i < photos.size(); i++) {
      connected += partners[i] > 0 ? 1 : 0;
      edges += partners[i];
      flatEdges += flat[i];
    }
    if (2 * flatEdges >= edges && connected >= needed) {
      return new ReconstructionException(
          FailureCode.TOO_LITTLE_PARALLAX,
          String.format(
              Locale.ROOT,
              "%d images overlap, but %d of their %d pairs show a turn of the camera or a flat"
                  + " scene, from which depth cannot be told",
              connected,
              flatEdges / 2,
              edges / 2),
          "Move sideways between photographs instead of turning on the spot, and show objects with"
              + " depth.",
          evidence());
    }
    if (!started && groupSizes.get(0) >= needed && mostMatches >= ENOUGH_MATCHES) {
      return new ReconstructionException(
          FailureCode.TOO_LITTLE_PARALLAX,
          String.format(
              Locale.ROOT,
              "%d images match one another, but no two see the scene from places far enough apart to"
                  + " tell depth",
              groupSizes.get(0)),
          "Move sideways between photographs, by a tenth of the distance to the subject or more.",
          evidence());
    }
    return new ReconstructionException(
        FailureCode.NO_OVERLAP,
        String.format(
            Locale.ROOT,
            "%d of %d images match others, in groups of %s, but no %d of them fit together to one"
                + " model%s",
            connected,
            photos.size(),
            groupSizes.stream().map(String::valueOf).collect(Collectors.joining(", ")),
            needed,
            suspicion.map(w -> ". " + w).orElse("")),
        "Take more photographs with smaller steps between them; avoid moving objects, shiny surfaces"
            + " and repeated patterns.",
        evidence());
  }

  /** Evidence for every photograph. */
  private List<ImageEvidence> evidence() {
    List<ImageEvidence> out = new ArrayList<>();
    for (Photo p : photos) {
      out.add(evidence(p, "NOT_REGISTERED", "it did not fit the others"));
    }
    return out;
  }

  /**
   * Evidence for the photographs outside the first component.
   *
   * @param refused inliers reached and points seen, of photographs that were tried
   */
  List<ImageEvidence> unregistered(List<int[]> components, Map<Integer, int[]> refused) {
    int[] componentOf = new int[photos.size()];
    java.util.Arrays.fill(componentOf, -1);
    for (int c = components.size() - 1; c >= 0; c--) {
      for (int p : components.get(c)) {
        componentOf[p] = c;
      }
    }
    List<ImageEvidence> out = new ArrayList<>();
    for (Photo p : photos) {
      int c = componentOf[p.id()];
      if (c > 0) {
        out.add(
            new ImageEvidence(
                p.name(),
                "OTHER_COMPONENT",
                String.format(
                    Locale.ROOT,
                    "it belongs to model %d, of %d images, which does not connect to the result",
                    c + 1,
                    components.get(c).length)));
      } else if (c < 0) {
        int[] r = refused.get(p.id());
        out.add(
            evidence(
                p,
                "NOT_REGISTERED",
                r == null
                    ? "it sees too few of the model's points"
                    : String.format(
                        Locale.ROOT, "only %d of the %d points it should see agree", r[0], r[1])));
      }
    }
    return out;
  }

  private ImageEvidence evidence(Photo p, String problem, String why) {
    if (partners[p.id()] == 0) {
      return new ImageEvidence(p.name(), "UNMATCHED", "it matches no other image");
    }
    return new ImageEvidence(
        p.name(),
        problem,
        String.format(
            Locale.ROOT,
            "it matches %d images by %d features%s, but %s",
            partners[p.id()],
            matches[p.id()],
            groupSizes.size() < 2
                ? ""
                : String.format(
                    Locale.ROOT,
                    ", in group %d of %d that do not connect",
                    group[p.id()],
                    groupSizes.size()),
            why));
  }
}
