package org.e2e3d.engine.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import org.junit.jupiter.api.Test;

final class BoundedLinesTest {
  @Test
  void aLongLineIsCutAndTheNextOneIsWhole() throws Exception {
    BoundedLines lines = new BoundedLines(new StringReader("0123456789\nabc\n\nend"), 4);

    assertThat(lines.next()).isEqualTo("0123");
    assertThat(lines.next()).isEqualTo("abc");
    assertThat(lines.next()).isEmpty();
    assertThat(lines.next()).isEqualTo("end");
    assertThat(lines.next()).isNull();
  }
}
