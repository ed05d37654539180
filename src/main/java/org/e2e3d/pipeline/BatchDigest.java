package org.e2e3d.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Digests a batch: SHA-256 of every file, and of the sorted list of names, digests and options. The
 * marker does not count, so a batch dropped with and without it is the same. Files are read once;
 * their digests are remembered as long as they stay the same.
 */
public final class BatchDigest {
  private static final int REMEMBERED = 20_000;
  private static final int BUFFER = 1 << 16;

  private final Map<String, String> known =
      Collections.synchronizedMap(
          new LinkedHashMap<>(256, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
              return size() > REMEMBERED;
            }
          });

  /**
   * A batch's files with their digests.
   *
   * @throws java.io.FileNotFoundException if one is gone since the listing
   */
  List<Claim.Item> items(Drop drop) throws IOException {
    List<Claim.Item> items = new ArrayList<>();
    for (InboxFile file : drop.files()) {
      FileKind kind = drop.kind(file);
      if (kind.belongs()) {
        items.add(
            new Claim.Item(
                drop.within(file), file.key(), file.size(), file.mark(), digest(drop, file), kind));
      }
    }
    return items;
  }

  /** The digest of all of a batch. */
  static String of(List<Claim.Item> items, Map<String, String> options) {
    MessageDigest sha = sha256();
    Map<String, String> lines = new TreeMap<>();
    for (Claim.Item item : items) {
      if (item.kind() != FileKind.MARKER) {
        lines.put(item.name(), item.sha256());
      }
    }
    lines.forEach((name, digest) -> line(sha, digest + " " + name));
    new TreeMap<>(options).forEach((name, value) -> line(sha, name + "=" + value));
    return HexFormat.of().formatHex(sha.digest());
  }

  private static void line(MessageDigest sha, String text) {
    sha.update(text.getBytes(StandardCharsets.UTF_8));
    sha.update((byte) 0); // cannot be part of a name
  }

  private String digest(Drop drop, InboxFile file) throws IOException {
    String id = drop.inbox().kind() + "\n" + file.key() + "\n" + file.mark();
    String digest = known.get(id);
    if (digest == null) {
      try (InputStream in = drop.inbox().open(file.key())) {
        digest = of(in);
      }
      known.put(id, digest);
    }
    return digest;
  }

  static String of(InputStream in) throws IOException {
    MessageDigest sha = sha256();
    byte[] buffer = new byte[BUFFER];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      sha.update(buffer, 0, n);
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
