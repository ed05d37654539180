package org.e2e3d.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.StageName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckpointsTest {
  @TempDir Path workspace;

  private StageRecord record(String fingerprint) {
    return new StageRecord(
        fingerprint,
        1.5,
        2.5,
        1024,
        Map.of("features.mean", 12),
        List.of(new EngineEvent.Warning("W", "warned")),
        List.of(new ImageEvidence("a.jpg", "BLURRY", "very")));
  }

  @Test
  void aSealedStageStandsForItsFingerprintOnly() throws Exception {
    Checkpoints checkpoints = new Checkpoints(workspace);
    checkpoints.open(StageName.MATCHING);
    assertThat(checkpoints.find(StageName.MATCHING, "f")).isEmpty();

    checkpoints.seal(StageName.MATCHING, record("f"));

    assertThat(checkpoints.find(StageName.MATCHING, "f")).contains(record("f"));
    assertThat(checkpoints.find(StageName.MATCHING, "g")).isEmpty();
    assertThat(checkpoints.find(StageName.SPARSE, "f")).isEmpty();
  }

  @Test
  void openingAStageDropsItAndAllLaterOnes() throws Exception {
    Checkpoints checkpoints = new Checkpoints(workspace);
    for (StageName stage : StageName.values()) {
      checkpoints.open(stage);
      checkpoints.seal(stage, record("f"));
    }

    checkpoints.open(StageName.DENSE);

    assertThat(checkpoints.find(StageName.SPARSE, "f")).isPresent();
    assertThat(checkpoints.find(StageName.DENSE, "f")).isEmpty();
    assertThat(checkpoints.find(StageName.EXPORT, "f")).isEmpty();
  }

  @Test
  void aCorruptSealIsNoCheckpoint() throws Exception {
    Checkpoints checkpoints = new Checkpoints(workspace);
    checkpoints.open(StageName.INGEST);
    Files.writeString(checkpoints.folder(StageName.INGEST).resolve("stage.json"), "{\"fingerpr");

    assertThat(checkpoints.find(StageName.INGEST, "f")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "{\"fingerprint\":\"f\",\"figures\":{},\"warnings\":null}"})
  void aSealThatLacksWhatItNeedsIsNoCheckpoint(String seal) throws Exception {
    Checkpoints checkpoints = new Checkpoints(workspace);
    checkpoints.open(StageName.INGEST);
    Files.writeString(checkpoints.folder(StageName.INGEST).resolve("stage.json"), seal);

    assertThat(checkpoints.find(StageName.INGEST, "f")).isEmpty();
  }

  @Test
  void theFingerprintOfAFolderTellsNamesAndContents() throws Exception {
    Files.createDirectories(workspace.resolve("x"));
    Files.writeString(workspace.resolve("x/a"), "1");
    String first = Checkpoints.fingerprintOf(workspace);
    assertThat(Checkpoints.fingerprintOf(workspace)).isEqualTo(first);

    Files.writeString(workspace.resolve("x/a"), "2");
    String changed = Checkpoints.fingerprintOf(workspace);
    Files.writeString(workspace.resolve("x/a"), "1");
    Files.move(workspace.resolve("x/a"), workspace.resolve("x/b"));

    assertThat(changed).isNotEqualTo(first);
    assertThat(Checkpoints.fingerprintOf(workspace)).isNotEqualTo(first).isNotEqualTo(changed);
  }
}
