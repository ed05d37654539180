package org.e2e3d.engine.sfm.given;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.scene.View;
import org.e2e3d.engine.stage.ImageEvidence;

/**
 * Which photograph an image of a given model is: the one of the same path; else of the same path
 * but for the case of letters; else the only one of the same file name in another folder.
 */
final class GivenImages {
  private final Map<Integer, Photo> photoOf = new TreeMap<>();
  private final List<ImageEvidence> evidence = new ArrayList<>();

  GivenImages(List<View> views, List<Photo> photos) {
    Map<String, Photo> exact = new HashMap<>();
    Map<String, Photo> folded = new HashMap<>();
    Map<String, List<Photo>> byFile = new HashMap<>();
    for (Photo p : photos) {
      exact.put(p.name(), p);
      folded.putIfAbsent(folded(p.name()), p);
      byFile.computeIfAbsent(folded(fileName(p.name())), n -> new ArrayList<>()).add(p);
    }
    Map<Photo, View> taken = new HashMap<>();
    for (View v : views) {
      String name = v.name().replace('\\', '/');
      Photo p = exact.get(name);
      p = p == null ? folded.get(folded(name)) : p;
      List<Photo> alike = byFile.getOrDefault(folded(fileName(name)), List.of());
      p = p == null && alike.size() == 1 ? alike.get(0) : p;
      if (p == null) {
        evidence.add(
            new ImageEvidence(
                v.name(), "NO_PHOTOGRAPH", "the given model has it, the image folder does not"));
      } else if (taken.putIfAbsent(p, v) != null) {
        evidence.add(
            new ImageEvidence(
                v.name(),
                "NO_PHOTOGRAPH",
                "the given model has two images for " + p.name() + "; the first is taken"));
      } else {
        photoOf.put(v.id(), p);
      }
    }
    for (Photo p : photos) {
      if (!taken.containsKey(p)) {
        evidence.add(
            new ImageEvidence(p.name(), "NOT_REGISTERED", "the given model has no camera for it"));
      }
    }
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static String fileName(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** By the model's image id, in its order. */
  Map<Integer, Photo> photoOf() {
    return photoOf;
  }

  /** Images without a photograph, and photographs without a camera. */
  List<ImageEvidence> evidence() {
    return evidence;
  }
}
