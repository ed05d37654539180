package org.e2e3d.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.e2e3d.engine.stage.StageName;

/**
 * The workspace on disk: one folder a stage, sealed by a record that names the fingerprint of
 * everything that went in.
 *
 * <p>A stage's fingerprint covers its options, the seed, the software version and the fingerprint
 * of the stage before it, so a change anywhere makes that stage and all later ones run again, and
 * nothing else.
 */
final class Checkpoints {
  static final String SEAL = "stage.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path workspace;

  Checkpoints(Path workspace) {
    this.workspace = workspace;
  }

  Path folder(StageName stage) {
    return workspace.resolve(stage.number() + "-" + stage.label());
  }

  /** What a finished stage left, if it was made from the same inputs. */
  Optional<StageRecord> find(StageName stage, String fingerprint) {
    Path seal = folder(stage).resolve(SEAL);
    if (!Files.isRegularFile(seal)) {
      return Optional.empty();
    }
    try {
      StageRecord made = JSON.readValue(seal.toFile(), StageRecord.class);
      return made != null && made.fingerprint().equals(fingerprint)
          ? Optional.of(made)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Empties a stage's folder and every later one: they no longer stand. */
  void open(StageName stage) throws IOException {
    for (StageName s : StageName.values()) {
      if (s.compareTo(stage) >= 0) {
        deleteTree(folder(s));
      }
    }
    Files.createDirectories(folder(stage));
  }

  /** Declares a stage finished; atomic. */
  void seal(StageName stage, StageRecord made) throws IOException {
    Path part = folder(stage).resolve(SEAL + ".part");
    Files.write(part, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(made));
    Files.move(
        part,
        folder(stage).resolve(SEAL),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** SHA-256 of the parts, lower-case hex. */
  static String fingerprint(String... parts) {
    MessageDigest digest = sha256();
    for (String part : parts) {
      digest.update(part.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * SHA-256 over the relative names and contents of all files below a folder; links are not
   * followed.
   */
  static String fingerprintOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return fingerprint(
          folder,
          files
              .filter(f -> Files.isRegularFile(f, java.nio.file.LinkOption.NOFOLLOW_LINKS))
              .sorted()
              .toList());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** SHA-256 over the last names and contents of files, in their order. */
  static String fingerprintOf(List<Path> files) throws IOException {
    return files.isEmpty() ? "" : fingerprint(files.get(0).getParent(), files);
  }

  private static String fingerprint(Path folder, List<Path> files) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[1 << 16];
    for (Path file : files) {
      digest.update(folder.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      try (var in = Files.newInputStream(file)) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          digest.update(buffer, 0, n);
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path p : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(p);
      }
    }
  }
}
