package org.e2e3d.engine.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.e2e3d.engine.EngineRequest;

/** The command line of an engine process: the same {@code reconstruct} that a person can type. */
final class EngineCommand {
  private EngineCommand() {}

  static List<String> of(EngineRequest request, EngineProcessOptions bounds) {
    List<String> command = new ArrayList<>();
    command.add(bounds.java().toString());
    command.add("-Xmx" + bounds.heapMebibytes() + "m");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-XX:+UseParallelGC");
    command.add("-XX:-UsePerfData");
    command.add("-Djava.awt.headless=true");
    command.add("-Dorg.bytedeco.javacpp.maxPhysicalBytes=" + bounds.memoryBytes());
    command.add("-Dorg.bytedeco.javacpp.maxBytes=" + bounds.memoryBytes());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(bounds.classPath());
    command.add(bounds.mainClass());
    command.add("reconstruct");
    command.add(request.images().toString());
    command.add("--output=" + request.output());
    command.add("--workspace=" + request.workspace());
    command.add("--preset=" + request.preset().name().toLowerCase(Locale.ROOT));
    command.add("--threads=" + bounds.threads());
    command.add("--progress=json");
    command.add("--resume");
    command.add("--stop-with-parent");
    request.cameras().ifPresent(folder -> command.add("--cameras=" + folder));
    new TreeMap<>(request.overrides()).forEach((k, v) -> command.add("--set=" + k + "=" + v));
    return command;
  }
}
