package org.e2e3d.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SafeNameTest {

  @ParameterizedTest
  @CsvSource({
    "a b/ü 写.JPG, a b/ü 写.JPG",
    "../x.jpg, %2E%2E/x.jpg",
    "a/./b.jpg, a/%2E/b.jpg",
    "/etc/passwd, %/etc/passwd",
    "a//b.jpg, a/%/b.jpg",
    "c:\\x.jpg, c%3A%5Cx.jpg",
    "CON/nul.jpg, %43ON/%6Eul.jpg",
    "com1.tar.jpg, %63om1.tar.jpg",
    "common.jpg, common.jpg",
    "a./b .jpg/c , a%2E/b .jpg/c",
  })
  void paths(String name, String safe) {
    assertThat(SafeName.path(name)).isEqualTo(safe);
  }

  @Property(tries = 500)
  void noNameLeadsOutOfItsFolder(@ForAll @NotBlank String name) {
    String safe = SafeName.path(name);
    assertThat(safe).doesNotStartWith("/").doesNotContain("\0");
    for (String segment : safe.split("/", -1)) {
      assertThat(segment).isNotIn("", ".", "..");
    }
    assertThat(SafeName.batch(name)).matches("[A-Za-z0-9][A-Za-z0-9._-]*");
  }
}
