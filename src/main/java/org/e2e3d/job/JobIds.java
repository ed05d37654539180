package org.e2e3d.job;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Job ids: safe as folder names, key segments and JMS properties (lower-case letters, digits and
 * '-', at most 70 characters).
 */
public final class JobIds {
  private static final Pattern REPLAY = Pattern.compile("^(.*)-r(\\d+)$");
  private static final int SLUG = 40;

  private JobIds() {}

  /**
   * The id of the job that a batch makes: the same name and content always give the same id.
   *
   * @param batch the batch's name, any text
   * @param digest digest of the content (names, sizes, content of the files and the options)
   */
  public static String of(String batch, String digest) {
    String hash = sha256(batch + "\n" + digest).substring(0, 16);
    String slug = slug(batch);
    return slug.isEmpty() ? hash : slug + "-" + hash;
  }

  /** The id of the next replay: {@code x} gives {@code x-r2}, that gives {@code x-r3}. */
  public static String replay(String id) {
    Matcher m = REPLAY.matcher(id);
    if (m.matches() && m.group(2).length() < 9) {
      return m.group(1) + "-r" + (Integer.parseInt(m.group(2)) + 1);
    }
    return id + "-r2";
  }

  private static String slug(String text) {
    String plain =
        Normalizer.normalize(text, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}+", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-");
    String cut = plain.length() > SLUG ? plain.substring(0, SLUG) : plain;
    return cut.replaceAll("^-+|-+$", "");
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
