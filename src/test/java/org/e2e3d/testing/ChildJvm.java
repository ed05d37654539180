package org.e2e3d.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a main class of the tests in a JVM of its own that can be killed without a chance to tidy.
 */
public final class ChildJvm {
  private static final String MARK = "report: ";

  private ChildJvm() {}

  /**
   * Called in the child: prints a line for the parent; log lines on the same stream do not count.
   */
  public static void report(String line) {
    System.out.println(MARK + line);
  }

  /**
   * Starts a child, waits until it has reported some lines, and kills it as {@code kill -9} does.
   *
   * @param lines how many lines to wait for
   * @return all lines it reported, including those after the awaited ones
   */
  public static List<String> killAfter(int lines, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    Process child =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      List<String> printed = new ArrayList<>();
      String line = out.readLine();
      while (line != null) {
        if (line.startsWith(MARK)) {
          printed.add(line.substring(MARK.length()));
          if (printed.size() == lines) {
            child.toHandle().destroyForcibly(); // leaves its output to be read
          }
        }
        line = out.readLine();
      }
      if (printed.size() < lines) {
        throw new IOException("the child ended by itself after " + printed);
      }
      return printed;
    } finally {
      child.destroyForcibly();
      child.waitFor(30, TimeUnit.SECONDS);
    }
  }
}
