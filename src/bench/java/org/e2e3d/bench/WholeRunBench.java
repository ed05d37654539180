package org.e2e3d.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Runs the whole engine over scenes, each in a JVM of its own, and prints a table of CPU seconds
 * and of the process's peak memory a stage.
 *
 * <p>Arguments: a folder for the results, then any of {@code preset=medium}, {@code heap=4g},
 * {@code keep} (scenes whose results are there already are only told), and one {@code NAME=IMAGES}
 * a scene; what starts with {@code --} is handed on, as in {@code --set=dense.maxImageSize=800}.
 */
public final class WholeRunBench {
  private WholeRunBench() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path out = Path.of(args[0]);
    String preset = BenchArguments.option(args, "preset", "medium");
    String heap = BenchArguments.option(args, "heap", "4g");
    boolean keep = List.of(args).contains("keep");
    List<String> more = Stream.of(args).filter(a -> a.startsWith("--")).toList();
    boolean head = false;
    for (String arg : Arrays.copyOfRange(args, 1, args.length)) {
      int equals = arg.indexOf('=');
      if (arg.startsWith("--") || equals < 0 || arg.matches("(preset|heap)=.*")) {
        continue;
      }
      Path result = out.resolve(arg.substring(0, equals));
      if (!keep || !Files.isDirectory(result)) {
        int code = run(Path.of(arg.substring(equals + 1)), result, preset, heap, more);
        if (code != 0) {
          System.out.println("| " + result.getFileName() + " | exit code " + code + " |");
          continue;
        }
      }
      List<Stage> stages = stages(result.resolve(".work"));
      if (!head) {
        row("scene", stages.stream().map(Stage::name).toList(), "all");
        row("---", stages.stream().map(s -> "---").toList(), "---");
        head = true;
      }
      row(
          result.getFileName() + ", CPU s",
          stages.stream().map(s -> String.format(Locale.ROOT, "%.1f", s.cpuSeconds())).toList(),
          String.format(Locale.ROOT, "%.0f", stages.stream().mapToDouble(Stage::cpuSeconds).sum()));
      row(
          result.getFileName() + ", peak MB",
          stages.stream().map(s -> Long.toString(s.peakBytes() >> 20)).toList(),
          Long.toString(stages.stream().mapToLong(Stage::peakBytes).max().orElse(0) >> 20));
    }
  }

  /**
   * What a stage cost.
   *
   * @param peakBytes the most the process had in memory until the stage's end
   */
  private record Stage(String name, double cpuSeconds, long peakBytes) {}

  private static int run(Path images, Path result, String preset, String heap, List<String> more)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path"),
                "org.e2e3d.app.Main",
                "reconstruct",
                images.toString(),
                "-o",
                result.toString(),
                "--preset",
                preset,
                "--progress",
                "json"));
    command.addAll(more);
    File log = Files.createDirectories(result).resolve("bench.log").toFile();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log)
        .start()
        .waitFor();
  }

  private static List<Stage> stages(Path work) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    List<Stage> stages = new ArrayList<>();
    try (Stream<Path> folders = Files.list(work)) {
      for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
        Path file = folder.resolve("stage.json");
        if (Files.exists(file)) {
          JsonNode stage = mapper.readTree(file.toFile());
          stages.add(
              new Stage(
                  folder.getFileName().toString().substring(2),
                  stage.path("cpuSeconds").asDouble(),
                  stage.path("peakBytes").asLong()));
        }
      }
    }
    return stages;
  }

  private static void row(String first, List<String> middle, String last) {
    System.out.println("| " + first + " | " + String.join(" | ", middle) + " | " + last + " |");
  }
}
