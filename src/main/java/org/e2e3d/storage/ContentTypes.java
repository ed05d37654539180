package org.e2e3d.storage;

import java.util.Locale;
import java.util.Map;

/**
 * MIME types of the files this product stores, by extension; parameters without a space, as servers
 * write them.
 */
public final class ContentTypes {
  /** What is said of a file whose extension is not known. */
  public static final String UNKNOWN = "application/octet-stream";

  private static final Map<String, String> BY_EXTENSION =
      Map.ofEntries(
          Map.entry("obj", "model/obj"),
          Map.entry("mtl", "model/mtl"),
          Map.entry("glb", "model/gltf-binary"),
          Map.entry("gltf", "model/gltf+json"),
          Map.entry("stl", "model/stl"),
          Map.entry("ply", "application/ply"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("png", "image/png"),
          Map.entry("tif", "image/tiff"),
          Map.entry("tiff", "image/tiff"),
          Map.entry("bmp", "image/bmp"),
          Map.entry("webp", "image/webp"),
          Map.entry("json", "application/json"),
          Map.entry("html", "text/html;charset=utf-8"),
          Map.entry("js", "text/javascript;charset=utf-8"),
          Map.entry("css", "text/css;charset=utf-8"),
          Map.entry("usdz", "model/vnd.usdz+zip"),
          Map.entry("txt", "text/plain;charset=utf-8"),
          Map.entry("log", "text/plain;charset=utf-8"),
          Map.entry("md", "text/markdown;charset=utf-8"),
          Map.entry("csv", "text/csv;charset=utf-8"),
          Map.entry("zip", "application/zip"));

  private ContentTypes() {}

  /** The type that the extension of a file name or key says, in any case; else {@link #UNKNOWN}. */
  public static String of(String name) {
    int dot = name.lastIndexOf('.');
    if (dot < 0 || name.indexOf('/', dot) >= 0) {
      return UNKNOWN;
    }
    return BY_EXTENSION.getOrDefault(name.substring(dot + 1).toLowerCase(Locale.ROOT), UNKNOWN);
  }
}
