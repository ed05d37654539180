package org.e2e3d.engine.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A main class for tests of the child process: behaves as the option {@code act} of its command
 * line says.
 */
final class StandInEngine {
  private StandInEngine() {}

  public static void main(String[] args) throws Exception {
    List<String> line = Arrays.asList(args);
    if (!line.contains("--stop-with-parent") || !line.contains("--progress=json")) {
      System.exit(2);
    }
    ParentWatch.start(System.in);
    System.out.println("a line of a native library");
    System.out.println(
        "{\"event\":\"progress\",\"stage\":\"dense\",\"stageFraction\":0.5,\"fraction\":0.4,\"secondsLeft\":3,\"detail\":\"half\"}");
    String act =
        line.stream()
            .filter(a -> a.startsWith("--set=act="))
            .findFirst()
            .orElse("--set=act=build")
            .substring(10);
    switch (act) {
      case "build" ->
          System.out.println(
              "{\"event\":\"built\",\"output\":\""
                  + output(line)
                  + "\",\"partial\":false,\"images\":[]}");
      case "fail" -> {
        System.out.println(
            "{\"event\":\"failed\",\"code\":\"BLURRY\",\"message\":\"m\",\"advice\":\"a\",\"images\":[]}");
        System.exit(1);
      }
      case "abort" -> {
        System.err.println("last words");
        Runtime.getRuntime().halt(134);
      }
      case "heap" -> fillHeap();
      case "hang" -> {
        Files.writeString(Path.of(output(line)), Long.toString(ProcessHandle.current().pid()));
        TimeUnit.MINUTES.sleep(5);
      }
      default -> throw new IllegalArgumentException(act);
    }
  }

  private static String output(List<String> line) {
    return line.stream()
        .filter(a -> a.startsWith("--output="))
        .findFirst()
        .orElseThrow()
        .substring(9);
  }

  private static void fillHeap() {
    long[][] hold = new long[1 << 16][];
    for (int i = 0; i < hold.length; i++) {
      hold[i] = new long[1 << 20];
    }
    System.out.println(hold.length);
  }
}
