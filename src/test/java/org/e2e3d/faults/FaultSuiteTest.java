package org.e2e3d.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run of the fault suite; {@code scripts/fault-suite.sh} is the long one. */
final class FaultSuiteTest {
  @TempDir Path folder;

  @Test
  void nothingIsLostTwiceOrHalfPublished() throws Exception {
    List<Fault> faults =
        List.of(
            Fault.ENGINE_KILLED,
            Fault.STORE_CUTS_CONNECTIONS,
            Fault.DAMAGED_ROW,
            Fault.SERVICE_KILLED,
            Fault.MESSAGES_TWICE);
    FaultSuite suite = new FaultSuite(folder, 2, faults, 1);
    Summary summary;
    try {
      for (int run = 0; run < faults.size(); run++) {
        suite.run(run);
      }
      summary = suite.summary(0, faults.size());
    } finally {
      suite.end();
    }
    assertThat(summary.broken()).isEmpty();
    assertThat(summary.byFault()).hasSize(faults.size());
    assertThat(summary.models()).isEqualTo(5);
    assertThat(summary.letters()).isPositive();
    assertThat(summary.batches()).isEqualTo(summary.models() + summary.letters());
  }
}
