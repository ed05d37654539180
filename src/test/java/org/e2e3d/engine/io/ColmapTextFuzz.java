package org.e2e3d.engine.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.testing.FuzzParts;

/** Fuzz target: COLMAP's three text files. */
public final class ColmapTextFuzz {
  private static final Path FOLDER = FuzzParts.folder("colmap");

  private ColmapTextFuzz() {}

  /** cameras.txt, images.txt and points3D.txt with lines of %% between them. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    byte[][] parts = FuzzParts.split(data, 3);
    Files.write(FOLDER.resolve(ColmapText.CAMERAS), parts[0]);
    Files.write(FOLDER.resolve(ColmapText.IMAGES), parts[1]);
    Files.write(FOLDER.resolve(ColmapText.POINTS), parts[2]);
    SparseModel model;
    try {
      model = ColmapText.read(FOLDER);
    } catch (MalformedFileException e) {
      FuzzParts.require(!e.getMessage().isBlank(), "a refusal without a reason");
      return;
    }
    for (double v : model.points().xyz()) {
      FuzzParts.require(Double.isFinite(v), "a coordinate that is not finite");
    }
    for (float v : model.points().obsXy()) {
      FuzzParts.require(Float.isFinite(v), "a pixel that is not finite");
    }
  }
}
