package org.e2e3d.pipeline;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a file in an inbox is, by its name alone. */
enum FileKind {
  /** A photograph, as far as its extension says. */
  IMAGE,
  /** Drawn for a photograph: it goes to the engine with it, and is none itself. */
  MASK,
  /** Part of a sparse model made elsewhere; it goes to the engine with the photographs. */
  CAMERAS,
  /** The marker that says: this batch is complete. */
  MARKER,
  /** The manifest that names the files and options. */
  MANIFEST,
  /** Something else; it is kept with the batch and not used. */
  OTHER,
  /** An image that whoever replayed the batch left out; it is kept with the batch and not used. */
  EXCLUDED,
  /** An upload under way. */
  TEMPORARY,
  /** Not ours: dot files and what file managers leave behind. */
  HIDDEN;

  static final String READY = "_READY";
  static final String MANIFEST_NAME = "batch.json";

  private static final String MASKS = "masks";
  private static final Set<String> GIVEN_CAMERAS =
      Set.of("cameras/cameras.txt", "cameras/images.txt", "cameras/points3D.txt");
  private static final Set<String> IMAGES =
      Set.of("jpg", "jpeg", "jpe", "jfif", "png", "tif", "tiff", "bmp", "webp");
  private static final Set<String> UPLOADS =
      Set.of("tmp", "temp", "part", "partial", "crdownload", "filepart", "download", "swp");
  private static final Set<String> LITTER = Set.of("thumbs.db", "desktop.ini", "__macosx");
  // what an unfinished multipart upload looks like in a listing of the embedded store
  private static final Pattern MULTIPART =
      Pattern.compile(".*-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$");

  /**
   * @param name path within the batch, '/'-separated
   */
  static FileKind of(String name) {
    for (String part : name.split("/")) {
      if (part.startsWith(".") && !part.equals(".") && !part.equals("..")
          || LITTER.contains(part.toLowerCase(Locale.ROOT))) {
        return HIDDEN;
      }
    }
    if (name.equals(READY)) {
      return MARKER;
    }
    if (name.equals(MANIFEST_NAME)) {
      return MANIFEST;
    }
    String extension = extension(name);
    if (UPLOADS.contains(extension) || name.endsWith("~") || MULTIPART.matcher(name).matches()) {
      return TEMPORARY;
    }
    if (GIVEN_CAMERAS.contains(name)) {
      return CAMERAS;
    }
    if (!IMAGES.contains(extension)) {
      return OTHER;
    }
    int slash = name.indexOf('/');
    return slash > 0 && isMasks(name.substring(0, slash)) ? MASK : IMAGE;
  }

  /** True for what file managers leave behind: it may be deleted with the batch it lies in. */
  static boolean isLitter(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return last.startsWith("._")
        || last.equals(".ds_store")
        || last.equals(".directory")
        || LITTER.contains(last)
        || name.toLowerCase(Locale.ROOT).contains("__macosx/");
  }

  /** True if a folder of that name, directly in a batch, holds masks. */
  static boolean isMasks(String folder) {
    return folder.equalsIgnoreCase(MASKS);
  }

  /** True if the engine is given the file. */
  boolean isInput() {
    return this == IMAGE || this == MASK || this == CAMERAS;
  }

  /** True if the file goes with the batch wherever it goes. */
  boolean belongs() {
    return this != TEMPORARY && this != HIDDEN;
  }

  private static String extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= name.lastIndexOf('/') ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
