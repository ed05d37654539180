package org.e2e3d.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.e2e3d.engine.stage.StageName;
import org.e2e3d.testing.FuzzParts;

/** Fuzz target: what a workspace says of itself: the seal of a stage, and the notes of a batch. */
public final class CheckpointFuzz {
  private static final Path WORKSPACE = FuzzParts.folder("workspace");
  private static final String FINGERPRINT = "f";

  private CheckpointFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    byte[][] parts = FuzzParts.split(data, 2);
    Checkpoints checkpoints = new Checkpoints(WORKSPACE);
    Path folder = Files.createDirectories(checkpoints.folder(StageName.INGEST));
    Files.write(folder.resolve(Checkpoints.SEAL), parts[0]);
    checkpoints
        .find(StageName.INGEST, FINGERPRINT)
        .ifPresent(
            made -> {
              FuzzParts.require(made.fingerprint().equals(FINGERPRINT), "another's checkpoint");
              FuzzParts.require(made.warnings() != null, "no list of warnings");
              FuzzParts.require(made.evidence() != null, "no evidence");
            });
    Files.write(WORKSPACE.resolve("notes.json"), parts[1]);
    try {
      RequestNotes.read(WORKSPACE);
    } catch (IOException e) {
      FuzzParts.require(!e.getMessage().isBlank(), "a refusal without a reason");
    }
  }
}
