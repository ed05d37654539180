package org.e2e3d.engine.export;

import java.util.Locale;

/** The content types of the files of a model. */
final class MediaTypes {
  private MediaTypes() {}

  static String of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return switch (lower.substring(lower.lastIndexOf('.') + 1)) {
      case "obj" -> "model/obj";
      case "mtl" -> "model/mtl";
      case "glb" -> "model/gltf-binary";
      case "stl" -> "model/stl";
      case "usdz" -> "model/vnd.usdz+zip";
      case "jpg", "jpeg" -> "image/jpeg";
      case "png" -> "image/png";
      case "webp" -> "image/webp";
      case "html" -> "text/html; charset=utf-8";
      case "txt" -> "text/plain; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "json" -> "application/json";
      default -> "application/octet-stream";
    };
  }
}
