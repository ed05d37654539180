package org.e2e3d.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What the fuzz targets share. A target is a class {@code …Fuzz} with {@code
 * fuzzerTestOneInput(byte[])}: it returns, whatever the bytes, or throws what is a defect. {@code
 * scripts/fuzz.sh} runs one under a coverage-guided fuzzer; {@link FuzzCorpusTest} runs all of them
 * on the inputs kept in {@code src/test/resources/fuzz/CLASS/}.
 */
public final class FuzzParts {
  private static final byte[] BETWEEN = "\n%%\n".getBytes(StandardCharsets.US_ASCII);

  private FuzzParts() {}

  /** Splits an input at lines of {@code %%}; always {@code count} parts, missing ones empty. */
  public static byte[][] split(byte[] input, int count) {
    List<byte[]> parts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i + BETWEEN.length <= input.length && parts.size() < count - 1; i++) {
      if (Arrays.equals(input, i, i + BETWEEN.length, BETWEEN, 0, BETWEEN.length)) {
        parts.add(Arrays.copyOfRange(input, from, i));
        from = i + BETWEEN.length;
        i = from - 1;
      }
    }
    parts.add(Arrays.copyOfRange(input, from, input.length));
    while (parts.size() < count) {
      parts.add(new byte[0]);
    }
    return parts.toArray(byte[][]::new);
  }

  /** A folder of this process for readers that want files. */
  public static Path folder(String name) {
    try {
      Path folder = Files.createTempDirectory("fuzz-" + name);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails the target. */
  public static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
