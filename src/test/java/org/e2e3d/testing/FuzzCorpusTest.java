package org.e2e3d.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every input kept for a fuzz target, seeds and found defects alike, passes. A file {@code found-…}
 * is one that once crashed, hung or filled the memory.
 */
final class FuzzCorpusTest {
  private static final Path CORPUS = Path.of("src/test/resources/fuzz");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TestFactory
  List<DynamicTest> everyKeptInputPasses() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path folder : in(CORPUS)) {
      MethodHandle target =
          MethodHandles.publicLookup()
              .findStatic(
                  Class.forName(folder.getFileName().toString()),
                  "fuzzerTestOneInput",
                  MethodType.methodType(void.class, byte[].class));
      for (Path input : in(folder)) {
        tests.add(
            dynamicTest(
                folder.getFileName() + "/" + input.getFileName(), () -> passes(target, input)));
      }
    }
    return tests;
  }

  private static void passes(MethodHandle target, Path input) throws IOException {
    byte[] bytes = Files.readAllBytes(input);
    assertTimeoutPreemptively(
        PATIENCE, () -> assertThatCode(() -> target.invoke(bytes)).doesNotThrowAnyException());
  }

  private static List<Path> in(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
