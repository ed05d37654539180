package org.e2e3d.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.job.FailureReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every failure code is documented with cause and cure, and has a test that brings it about. */
final class FailureCodesTest {
  private static final Path DOCS = Path.of("docs/failures.md");
  private static final Path TABLE = Path.of("src/test/resources/failure-codes.properties");

  @ParameterizedTest
  @EnumSource(FailureReason.class)
  void isDocumented(FailureReason reason) throws IOException {
    String text = Files.readString(DOCS);
    int at = text.indexOf("\n### " + reason + "\n");
    assertThat(at).as("a section of %s", reason).isPositive();
    int end = text.indexOf("\n##", at + 4);
    String section = text.substring(at, end < 0 ? text.length() : end);
    String kind = reason.kind().name();
    assertThat(section)
        .contains("**Cause:**", "**Cure:**")
        .contains("\n" + kind.charAt(0) + kind.substring(1).toLowerCase(java.util.Locale.ROOT));
  }

  @ParameterizedTest
  @EnumSource(FailureReason.class)
  void isBroughtAboutByATest(FailureReason reason) throws Exception {
    Properties table = new Properties();
    try (Reader in = Files.newBufferedReader(TABLE)) {
      table.load(in);
    }
    assertThat(table.stringPropertyNames())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(FailureReason.values()).map(Enum::name).toList());
    String[] test = table.getProperty(reason.name()).split("#");
    Method[] methods = Class.forName(test[0]).getDeclaredMethods();
    assertThat(Arrays.stream(methods).filter(m -> m.isAnnotationPresent(Test.class)))
        .extracting(Method::getName)
        .contains(test[1]);
    // and the code is what that very test expects
    String source =
        Files.readString(Path.of("src/test/java/" + test[0].replace('.', '/') + ".java"));
    int from = source.indexOf("void " + test[1] + "(");
    int to = source.indexOf("\n  @", from);
    assertThat(source.substring(from, to < 0 ? source.length() : to)).contains(reason.name());
  }

  @Test
  void theEngineKnowsNoCodeThatTheServiceDoesNot() {
    assertThat(Arrays.stream(FailureReason.values()).map(Enum::name))
        .containsAll(Arrays.stream(FailureCode.values()).map(Enum::name).toList());
  }
}
