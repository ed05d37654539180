package org.e2e3d.engine.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.e2e3d.engine.io.MalformedFileException;
import org.e2e3d.testing.FuzzParts;

/** Fuzz target: the manifest.json of somebody's model, as "verify" is given it. */
public final class ModelManifestFuzz {
  private static final Path FOLDER = FuzzParts.folder("model");

  private ModelManifestFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    Files.write(FOLDER.resolve(Manifest.FILE), data);
    try {
      var files = ManifestVerifier.verify(FOLDER);
      FuzzParts.require(files.differences().size() >= files.checked(), "files that are not there");
      var images = ManifestVerifier.verifyInputs(FOLDER, FOLDER);
      FuzzParts.require(images.checked() >= 0, "a number that is none");
    } catch (MalformedFileException e) {
      FuzzParts.require(!e.getMessage().isBlank(), "a refusal without a reason");
    }
  }
}
