package org.e2e3d.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.e2e3d.testing.FuzzParts;

/** Fuzz target: a properties file of settings. */
public final class SettingsFuzz {
  private static final Path FOLDER = FuzzParts.folder("settings");

  private SettingsFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    Path file = Files.write(FOLDER.resolve("e2e3d.properties"), data);
    try {
      SettingsReader.load(Optional.of(file), Map.of(), Map.of());
    } catch (SettingsException e) {
      FuzzParts.require(!e.getMessage().isBlank(), "a refusal without a reason");
    }
  }
}
