package org.e2e3d.bench;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.e2e3d.engine.ReconstructionOptions;
import org.e2e3d.engine.stage.Preset;

/** What the benchmarks of whole stages are told on their command lines, as {@code name=value}. */
final class BenchArguments {
  private BenchArguments() {}

  /** The value of {@code name=value}. */
  static String option(String[] args, String name, String fallback) {
    for (String a : args) {
      if (a.startsWith(name + "=")) {
        return a.substring(name.length() + 1);
      }
    }
    return fallback;
  }

  static int threads(String[] args) {
    return Integer.parseInt(option(args, "threads", "2"));
  }

  /** The preset ({@code preset=medium}) with every {@code stage.field=value} in its place. */
  static ReconstructionOptions options(String[] args) {
    Preset preset = Preset.valueOf(option(args, "preset", "medium").toUpperCase(Locale.ROOT));
    Map<String, String> overrides = new TreeMap<>();
    for (int i = 2; i < args.length; i++) {
      int equals = args[i].indexOf('=');
      if (equals > 0 && args[i].lastIndexOf('.', equals) > 0) {
        overrides.put(args[i].substring(0, equals), args[i].substring(equals + 1));
      }
    }
    return ReconstructionOptions.of(preset).with(overrides);
  }
}
