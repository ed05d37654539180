package org.e2e3d.app;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The flags of every command that works on a service's settings. */
final class ServiceFlags {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Properties file with settings; the jar's application.properties lists them all.")
  private Path config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data folder: journal, db, store, work. Short for --set e2e3d.data=DIR.")
  private Path data;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "One setting, such as e2e3d.inbox.quiet=30s; may be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  /**
   * The settings from the defaults, the file, the environment and these flags.
   *
   * @throws SettingsException naming the setting that cannot be used
   */
  Settings settings() {
    Map<String, String> flags = new LinkedHashMap<>(set);
    if (data != null) {
      flags.put("e2e3d.data", data.toString());
    }
    return Settings.load(Optional.ofNullable(config), flags);
  }
}
