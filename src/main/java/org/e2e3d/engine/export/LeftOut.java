package org.e2e3d.engine.export;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.View;
import org.e2e3d.engine.stage.ImageEvidence;

/**
 * Which images are part of the model, and why the others are not.
 *
 * @param used names of the photographs whose cameras are part of the model
 * @param partial true if some photographs are not among them: not placed, or not readable. Files
 *     that are no photographs, and copies of one that is there, take nothing from the model.
 * @param evidence for every image that is not part of the model at least one reason
 * @param notes what is known about images that are part of it
 */
record LeftOut(
    Set<String> used, boolean partial, List<ImageEvidence> evidence, List<ImageEvidence> notes) {

  private static final Set<String> HARMLESS = Set.of("IGNORED", "DUPLICATE");

  static LeftOut of(PhotoSet photos, SparseModel sparse, List<ImageEvidence> known) {
    Set<String> used = new LinkedHashSet<>();
    for (View v : sparse.views()) {
      used.add(v.name());
    }
    Set<ImageEvidence> evidence = new LinkedHashSet<>(photos.refused());
    List<ImageEvidence> notes = new ArrayList<>();
    for (ImageEvidence e : known) {
      if (used.contains(e.image())) {
        notes.add(e);
      } else {
        evidence.add(e);
      }
    }
    Set<String> explained = new HashSet<>();
    evidence.forEach(e -> explained.add(e.image()));
    boolean partial = photos.refused().stream().anyMatch(e -> !HARMLESS.contains(e.problem()));
    for (Photo p : photos.photos()) {
      if (!used.contains(p.name())) {
        partial = true;
        if (explained.add(p.name())) {
          evidence.add(
              new ImageEvidence(
                  p.name(),
                  "NOT_REGISTERED",
                  "Its camera could not be placed: too few of its features were found in the"
                      + " photographs that were."));
        }
      }
    }
    return new LeftOut(used, partial, List.copyOf(evidence), List.copyOf(notes));
  }

  boolean isUsed(String name) {
    return used.contains(name);
  }
}
