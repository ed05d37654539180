package org.e2e3d.engine.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Compares a model's files with its manifest. */
public final class ManifestVerifier {
  private ManifestVerifier() {}

  /** How a file can differ. */
  public enum Kind {
    /** The manifest names it and it is not there. */
    MISSING,
    /** It has another size. */
    SIZE,
    /** It has the right size and another digest. */
    CONTENT,
    /** The manifest names a file outside of the model's folder. */
    NAME,
    /** It is there and the manifest does not name it. */
    UNLISTED
  }

  /**
   * A difference.
   *
   * @param name the file, '/'-separated
   * @param detail a sentence
   */
  public record Difference(String name, Kind kind, String detail) {}

  /**
   * What was found.
   *
   * @param checked how many files the manifest names
   * @param differences in the manifest's order, unlisted files last
   */
  public record Verification(int checked, List<Difference> differences) {
    public Verification {
      differences = List.copyOf(differences);
    }

    /** True if every file the manifest names is there, unchanged; others may stand beside them. */
    public boolean intact() {
      return differences.stream().allMatch(d -> d.kind() == Kind.UNLISTED);
    }
  }

  /**
   * Recomputes every digest.
   *
   * @param folder a model's folder, with its manifest
   * @throws org.e2e3d.engine.io.MalformedFileException if the manifest is none
   * @throws IOException if the manifest is missing or a file cannot be read
   */
  public static Verification verify(Path folder) throws IOException {
    Manifest manifest = Manifest.read(folder);
    List<Difference> differences = new ArrayList<>();
    Set<String> listed = new HashSet<>(Set.of(Manifest.FILE));
    for (OutputFile f : manifest.files()) {
      listed.add(f.name());
      Difference d = difference(folder, f);
      if (d != null) {
        differences.add(d);
      }
    }
    try (Stream<Path> all = Files.walk(folder)) {
      all.filter(Files::isRegularFile)
          .map(p -> folder.relativize(p).toString().replace('\\', '/'))
          // the workspace that reconstruct leaves beside the model is no part of it
          .filter(name -> !name.startsWith("."))
          .filter(name -> !listed.contains(name))
          .sorted()
          .forEach(
              name ->
                  differences.add(
                      new Difference(name, Kind.UNLISTED, "The manifest does not name it.")));
    }
    return new Verification(manifest.files().size(), differences);
  }

  /**
   * Compares photographs with the ones that the manifest says the model was computed from.
   *
   * @param folder a model's folder, with its manifest
   * @param images the image folder or the batch that went in
   * @return differences of what the manifest names; other files may stand beside it
   * @throws org.e2e3d.engine.io.MalformedFileException if the manifest is none
   * @throws IOException if the manifest is missing or a file cannot be read
   */
  public static Verification verifyInputs(Path folder, Path images) throws IOException {
    Manifest manifest = Manifest.read(folder);
    List<Difference> differences = new ArrayList<>();
    for (Manifest.Input input : manifest.inputs()) {
      Path file = inside(images, input.name());
      Difference d =
          file == null
              ? new Difference(
                  input.name(), Kind.NAME, "The name leads out of the folder of images.")
              : content(file, input.name(), input.sha256());
      if (d != null) {
        differences.add(d);
      }
    }
    return new Verification(manifest.inputs().size(), differences);
  }

  private static Difference difference(Path folder, OutputFile f) throws IOException {
    Path file = inside(folder, f.name());
    if (file == null) {
      return new Difference(f.name(), Kind.NAME, "The name leads out of the model's folder.");
    }
    if (Files.isRegularFile(file) && Files.size(file) != f.bytes()) {
      return new Difference(
          f.name(),
          Kind.SIZE,
          "It has " + Files.size(file) + " bytes instead of " + f.bytes() + ".");
    }
    return content(file, f.name(), f.sha256());
  }

  private static Difference content(Path file, String name, String sha256) throws IOException {
    if (!Files.isRegularFile(file)) {
      return new Difference(name, Kind.MISSING, "The file is not there.");
    }
    String digest = Digests.sha256(file);
    return digest.equals(sha256)
        ? null
        : new Difference(
            name, Kind.CONTENT, "Its SHA-256 is " + digest + " instead of " + sha256 + ".");
  }

  /** The file of that name in the folder, or null if the name leads out of it. */
  static Path inside(Path folder, String name) {
    try {
      Path root = folder.toAbsolutePath().normalize();
      Path file = root.resolve(name).normalize();
      return file.startsWith(root) && !file.equals(root) ? file : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
