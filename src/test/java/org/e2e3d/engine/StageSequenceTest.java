package org.e2e3d.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.engine.stage.StageName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StageSequenceTest {
  @TempDir Path workspace;

  private StageSequence sequence() {
    return new StageSequence(
        new Checkpoints(workspace),
        ReconstructionOptions.of(Preset.LOW),
        1,
        1,
        event -> {},
        () -> false);
  }

  @Test
  void aCheckpointWhoseSpoiledCountAsksForMoreMemoryThanThereIsRunsAgain() throws Exception {
    AtomicInteger computed = new AtomicInteger();
    for (int attempt = 0; attempt < 2; attempt++) {
      String result =
          sequence()
              .run(
                  StageName.INGEST,
                  context -> {
                    computed.incrementAndGet();
                    return "made";
                  },
                  folder -> {
                    throw new OutOfMemoryError("of " + Integer.MAX_VALUE + " numbers");
                  });
      assertThat(result).isEqualTo("made");
    }
    assertThat(computed).hasValue(2);
  }
}
