package org.e2e3d.engine.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Map;
import java.util.Set;

/** Picture formats we do not read: how to tell them, and what a person can do. */
public final class ForeignFormats {
  private static final String HEIF =
      "a HEIC/HEIF picture, which is not read; convert it to JPEG (heif-convert IN.heic OUT.jpg,"
          + " or let the phone export JPEG: iPhone settings, Camera, Formats, Most Compatible)";
  private static final String AVIF = "an AVIF picture, which is not read; convert it to JPEG";
  private static final String RAW =
      "a camera's raw data, which is not read; develop it to JPEG or 16-bit TIFF (darktable-cli"
          + " IN OUT.jpg), all pictures with the same settings and without lens correction";
  private static final String VIDEO =
      "a video; take single pictures out of it (ffmpeg -i IN -vf fps=2 frame%04d.jpg), sharp ones"
          + " that overlap";
  private static final String OTHER = "a picture in a format that is not read; convert it to JPEG";
  private static final String NO_EXTENSION =
      "its extension is not that of a photograph format we read";
  private static final String NO_CONTENT =
      "its content is not a JPEG, PNG, TIFF, BMP or WebP image";

  private static final Map<String, Set<String>> EXTENSIONS =
      Map.of(
          HEIF, Set.of("heic", "heif", "hif"),
          AVIF, Set.of("avif"),
          RAW,
              Set.of(
                  "cr2", "cr3", "crw", "nef", "nrw", "arw", "srf", "sr2", "dng", "orf", "rw2",
                  "raf", "pef", "srw", "x3f", "3fr", "iiq", "rwl", "gpr"),
          VIDEO, Set.of("mp4", "mov", "avi", "mkv", "m4v", "mts", "webm", "insv", "360"),
          OTHER, Set.of("gif", "jxl", "jp2", "j2k", "jpf", "psd", "exr", "hdr", "tga", "pdf"));

  /** Brands of the ISO base media file format (ISO/IEC 14496-12, box ftyp). */
  private static final Map<String, Set<String>> BRANDS =
      Map.of(
          HEIF, Set.of("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"),
          AVIF, Set.of("avif", "avis"),
          RAW, Set.of("crx "));

  private ForeignFormats() {}

  /** Why a file is passed over, by the extension of its name: a sentence. */
  public static String ofName(String name) {
    String extension = ImageFiles.extension(name);
    for (Map.Entry<String, Set<String>> e : EXTENSIONS.entrySet()) {
      if (e.getValue().contains(extension)) {
        return "it is " + e.getKey();
      }
    }
    return NO_EXTENSION;
  }

  /** Why bytes that carry a photograph's extension are none: a sentence. */
  static String ofContent(byte[] file) {
    String head = new String(file, 0, Math.min(file.length, 16), ISO_8859_1);
    if (head.length() >= 12 && head.startsWith("ftyp", 4)) {
      String brand = head.substring(8, 12);
      for (Map.Entry<String, Set<String>> e : BRANDS.entrySet()) {
        if (e.getValue().contains(brand)) {
          return "its content is " + e.getKey();
        }
      }
      return "its content is " + VIDEO;
    }
    if (head.startsWith("GIF8") || head.startsWith("8BPS") || head.startsWith("%PDF")) {
      return "its content is " + OTHER;
    }
    if (head.startsWith("FUJIFILM") || head.startsWith("IIRO") || head.startsWith("IIU")) {
      return "its content is " + RAW;
    }
    if (head.regionMatches(true, 0, "<!doc", 0, 5) || head.regionMatches(true, 0, "<html", 0, 5)) {
      return "its content is a web page, not the picture: download it again";
    }
    return NO_CONTENT;
  }
}
