package org.e2e3d.pipeline;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names that are safe as keys, as local paths and in addresses, made from whatever a stranger
 * called a file or folder. Different names stay different.
 */
final class SafeName {
  private static final int SEGMENT = 120; // leaves room below the 255 bytes file systems allow
  // with batch, job and "images/" before it a path must fit into the 1024 bytes of a key
  private static final int PATH = 700;
  private static final int SLUG = 40;
  private static final Pattern DEVICE =
      Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,60}");

  private SafeName() {}

  /**
   * A relative path for a file of a batch. Ordinary names, with spaces and in any script, stay as
   * they are; what could lead out of the folder or break a file system is percent-encoded.
   */
  static String path(String name) {
    List<String> segments = new ArrayList<>();
    for (String segment : name.split("/", -1)) {
      segments.add(segment(segment));
    }
    String path = String.join("/", segments);
    return path.getBytes(StandardCharsets.UTF_8).length <= PATH
        ? path
        : "%" + hash(name) + hash("folders of " + name) + "/" + segments.get(segments.size() - 1);
  }

  private static String segment(String segment) {
    if (segment.isEmpty()) {
      return "%";
    }
    if (segment.chars().allMatch(c -> c == '.')) {
      String dots = segment.replace(".", "%2E");
      return dots.length() <= SEGMENT ? dots : "%2E%" + hash(segment);
    }
    StringBuilder safe = new StringBuilder();
    segment
        .codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c)
                  || "%\\:*?\"<>|".indexOf(c) >= 0
                  || c >= 0xD800 && c <= 0xDFFF
                  || c == 0xFFFD) {
                safe.append('%')
                    .append(Integer.toHexString(0x100 | c).substring(1).toUpperCase(Locale.ROOT));
              } else {
                safe.appendCodePoint(c);
              }
            });
    String text = portable(safe.toString());
    if (text.getBytes(StandardCharsets.UTF_8).length <= SEGMENT) {
      return text;
    }
    int dot = text.lastIndexOf('.');
    String extension = dot > text.length() - 8 && dot > 0 ? text.substring(dot) : "";
    int end = text.offsetByCodePoints(0, Math.min(24, text.codePointCount(0, text.length())));
    return text.substring(0, end) + "%" + hash(segment) + extension;
  }

  /** Windows knows some names as devices, and drops dots and spaces at the end of others. */
  private static String portable(String text) {
    int last = text.length() - 1;
    if (text.charAt(last) == '.' || text.charAt(last) == ' ') {
      return text.substring(0, last) + (text.charAt(last) == '.' ? "%2E" : "%20");
    }
    return DEVICE.matcher(text).matches()
        ? "%" + Integer.toHexString(text.charAt(0)).toUpperCase(Locale.ROOT) + text.substring(1)
        : text;
  }

  /** A single key segment of plain ASCII for a batch's name. */
  static String batch(String name) {
    if (PLAIN.matcher(name).matches()
        && !name.startsWith("reconstructed_mesh")
        && !name.equals(ModelsPage.KEY)) {
      return name;
    }
    String plain = name.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-+|-+$", "");
    String cut = plain.substring(0, Math.min(SLUG, plain.length())).replaceAll("-+$", "");
    return "batch-" + (cut.isEmpty() ? "" : cut + "-") + hash(name);
  }

  private static String hash(String text) {
    MessageDigest sha = BatchDigest.sha256();
    return HexFormat.of()
        .formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)))
        .substring(0, 10);
  }
}
