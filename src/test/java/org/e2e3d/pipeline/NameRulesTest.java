package org.e2e3d.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which names are taken and which are refused, and why. */
final class NameRulesTest {
  private static final NameRules RULES = new NameRules(100, 3);

  static Stream<Arguments> names() {
    return Stream.of(
        Arguments.of("IMG 1.JPG", ""),
        Arguments.of("Süd/写真 (2).png", ""),
        Arguments.of("e\u0301.jpg", ""), // decomposed
        Arguments.of("\u00e9.jpg", ""), // composed
        Arguments.of("CON/nul.jpg", ""),
        Arguments.of("a:b*?.jpg", ""),
        Arguments.of("..a/b...jpg", ""),
        Arguments.of("👩\u200d🚀.jpg", ""), // the joiner is no control character
        Arguments.of("../x.jpg", "'..'"),
        Arguments.of("a/../../x.jpg", "'..'"),
        Arguments.of("a/./x.jpg", "'.'"),
        Arguments.of("/etc/passwd.jpg", "absolute"),
        Arguments.of("a//x.jpg", "empty"),
        Arguments.of("a/", "empty"),
        Arguments.of("a\u0000.jpg", "control"),
        Arguments.of("a\n.jpg", "control"),
        Arguments.of("gpj.\u202eexe.jpg", "control"),
        Arguments.of("..\\x.jpg", "backslash"),
        Arguments.of("c:\\x.jpg", "backslash"),
        Arguments.of("a\ufffd.jpg", "Unicode"),
        Arguments.of("a\ud800.jpg", "Unicode"),
        Arguments.of("x".repeat(97) + ".jpg", "101 bytes; at most 100"),
        Arguments.of("é".repeat(60) + ".jpg", "124 bytes; at most 100"),
        Arguments.of("1/2/3/x.jpg", ""),
        Arguments.of("1/2/3/4/x.jpg", "4 folders deep; at most 3"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void rules(String name, String why) {
    if (why.isEmpty()) {
      assertThat(RULES.rule(name)).isEmpty();
    } else {
      assertThat(RULES.rule(name)).contains(why);
    }
  }

  @Test
  void composedAndDecomposedNamesStayTwoFiles() {
    assertThat(SafeName.path("\u00e9.jpg")).isNotEqualTo(SafeName.path("e\u0301.jpg"));
  }
}
