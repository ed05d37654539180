package org.e2e3d.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.e2e3d.job.Job;
import org.e2e3d.testing.FakeEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of a batch through the running service. */
final class ServiceTest {
  @TempDir Path data;

  @Test
  void aFolderDroppedIntoTheInboxBecomesAPublicModel() throws Exception {
    FakeEngine engine = new FakeEngine();
    try (RunningService s = RunningService.start(data, engine)) {
      s.drop("castle/a.jpg", "one");
      s.drop("castle/b.jpg", "two");
      s.drop("castle/_READY", "");
      Job job = s.awaitCompleted("castle");

      assertThat(engine.calls()).hasSize(1);
      assertThat(engine.calls().get(0).images()).containsExactly("a.jpg", "b.jpg");
      assertThat(s.folderFiles()).isEmpty();
      assertThat(s.keys("archive", "castle/" + job.id() + "/"))
          .containsExactly("claim.json", "images/_READY", "images/a.jpg", "images/b.jpg");
      assertThat(s.service.store().verifyAnonymousRead(s.service.publicUrl()).bytes())
          .isGreaterThan(10);
    }
  }
}
