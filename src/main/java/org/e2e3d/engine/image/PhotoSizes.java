package org.e2e3d.engine.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.e2e3d.engine.image.ImageHeader.NotAnImageException;

/**
 * The sizes of the photographs of a folder as their headers tell them; nothing is decoded. Files
 * that tell no size are passed over: the first stage judges them.
 */
public final class PhotoSizes {
  /** Where nearly all headers end, EXIF blocks and colour profiles included. */
  private static final int HEAD = 1 << 18;

  private PhotoSizes() {}

  /** A photograph's stored size in pixels. */
  public record Size(int width, int height) {
    public long pixels() {
      return (long) width * height;
    }

    /** Pixels after reduction to a longer side; as they are if that is 0 or not smaller. */
    public long pixelsAt(int longer) {
      double scale = longer == 0 ? 1 : Math.min(1, (double) longer / Math.max(width, height));
      return Math.round(pixels() * scale * scale);
    }
  }

  /**
   * Reads the headers.
   *
   * @param most larger files are passed over, bytes
   * @throws IOException if the folder or a file cannot be read
   */
  public static List<Size> of(Path folder, long most) throws IOException {
    List<Size> sizes = new ArrayList<>();
    for (ImageFiles.Candidate candidate : ImageFiles.in(folder).candidates()) {
      if (Files.size(candidate.file()) <= most) {
        size(candidate.file(), sizes);
      }
    }
    return sizes;
  }

  private static void size(Path file, List<Size> sizes) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(HEAD);
    }
    try {
      sizes.add(size(head));
    } catch (NotAnImageException e) {
      if (head.length == HEAD) {
        try {
          sizes.add(size(Files.readAllBytes(file))); // such as a TIFF with its directory at the end
        } catch (NotAnImageException never) {
          return; // no image
        }
      }
    }
  }

  private static Size size(byte[] bytes) throws NotAnImageException {
    ImageHeader header = ImageHeader.of(bytes);
    return new Size(header.width(), header.height());
  }
}
