package org.e2e3d.engine.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.e2e3d.testing.FuzzParts;

/** Fuzz target: a photograph read as the first stage reads it, with the native decoders. */
public final class PhotoProbeFuzz {
  private static final Path FOLDER = FuzzParts.folder("photo");
  // few pixels, so that an input is decoded in milliseconds
  private static final IngestOptions OPTIONS =
      new IngestOptions(3, 100, 1_000_000, 1 << 20, 0.998, false);

  private PhotoProbeFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    PhotoProbe probe = PhotoProbe.of(Files.write(FOLDER.resolve("photo"), data), OPTIONS);
    if (probe.isPhoto()) {
      FuzzParts.require(
          probe.width() > 0
              && probe.height() > 0
              && (long) probe.width() * probe.height() <= OPTIONS.maxPixels(),
          "a photograph of " + probe.width() + "x" + probe.height());
      FuzzParts.require(Double.isFinite(probe.sharpness()), "a sharpness that is none");
    } else {
      FuzzParts.require(!probe.detail().isBlank(), "a refusal without a reason");
    }
  }
}
