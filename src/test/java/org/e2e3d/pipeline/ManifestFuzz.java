package org.e2e3d.pipeline;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.e2e3d.engine.ReconstructionOptions;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.testing.FuzzParts;

/** Fuzz target: a batch's batch.json, and the options it names. */
public final class ManifestFuzz {
  private ManifestFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    Manifest manifest = Manifest.read(new ByteArrayInputStream(data));
    if (!manifest.problem().isEmpty()) {
      FuzzParts.require(
          manifest.files().isEmpty() && manifest.options().isEmpty(), "a manifest half used");
      return;
    }
    var options = new java.util.TreeMap<>(manifest.options());
    String preset = options.remove("preset");
    try {
      ReconstructionOptions.of(
              preset == null
                  ? Preset.MEDIUM
                  : Preset.valueOf(preset.toUpperCase(java.util.Locale.ROOT)))
          .with(options);
    } catch (ReconstructionException e) {
      FuzzParts.require(!e.getMessage().isBlank(), "a refusal without a reason");
    }
  }
}
