package org.e2e3d.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.e2e3d.engine.stage.ImageEvidence;

/**
 * Names of files that are refused: those that lead out of their folder, that no person can read
 * back, or that are longer or deeper than the settings allow. Everything else, in any script and
 * normal form, is taken as it is; {@link SafeName} writes what some file system would not keep.
 *
 * @param maxBytes the most UTF-8 bytes of a path within the batch
 * @param maxDepth the most folders
 */
record NameRules(int maxBytes, int maxDepth) {

  /** The files of a claim whose names are refused, with the rule. */
  List<ImageEvidence> broken(Claim claim) {
    List<ImageEvidence> broken = new ArrayList<>();
    for (Claim.Item item : claim.files()) {
      String rule = rule(item.name());
      if (!rule.isEmpty()) {
        broken.add(new ImageEvidence(shown(item.name()), "UNSAFE_NAME", rule));
      }
    }
    return broken;
  }

  /** The rule that a path within a batch breaks; empty if none. */
  String rule(String name) {
    if (name.startsWith("/")) {
      return "An absolute path.";
    }
    String[] segments = name.split("/", -1);
    for (String segment : segments) {
      if (segment.equals("..") || segment.equals(".")) {
        return "A part of the path is '" + segment + "'.";
      }
      if (segment.isEmpty()) {
        return "A part of the path is empty.";
      }
    }
    if (name.codePoints()
        .anyMatch(
            c ->
                Character.isISOControl(c)
                    || Character.getType(c) == Character.FORMAT && isDirection(c))) {
      return "It has control characters.";
    }
    if (name.indexOf('\\') >= 0) {
      return "It has a backslash.";
    }
    if (name.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF || c == 0xFFFD)) {
      return "It is no valid Unicode.";
    }
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > maxBytes) {
      return bytes + " bytes; at most " + maxBytes + " are allowed (e2e3d.batch.max-name).";
    }
    if (segments.length - 1 > maxDepth) {
      return (segments.length - 1)
          + " folders deep; at most "
          + maxDepth
          + " are allowed (e2e3d.batch.max-depth).";
    }
    return "";
  }

  /** Marks that turn the direction of writing, and so hide what a name really ends in. */
  private static boolean isDirection(int c) {
    return c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
  }

  /** The name as evidence can carry it. */
  private static String shown(String name) {
    String plain =
        name.codePoints()
            .map(c -> Character.isISOControl(c) || isDirection(c) ? '\uFFFD' : c)
            .limit(200)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return plain.length() < name.length() ? plain + "…" : plain;
  }
}
