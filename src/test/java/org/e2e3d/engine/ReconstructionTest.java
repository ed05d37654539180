package org.e2e3d.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.engine.stage.StageName;
import org.e2e3d.testing.PhotographedScene;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole engine on rendered photographs with exact truth. */
final class ReconstructionTest {
  private static final int VIEWS = 10;
  private static final PhotographedScene SCENE = PhotographedScene.stillLife(VIEWS, 640, 480);

  @TempDir static Path shared;
  @TempDir Path folder;
  private final List<EngineEvent> events = new ArrayList<>();

  @BeforeAll
  static void photograph() throws IOException {
    SCENE.write(shared.resolve("photos"));
  }

  @Test
  void buildsTheSceneAndResumesIt() throws IOException {
    EngineOutcome outcome = run(shared.resolve("photos"), Map.of(), () -> false);

    assertThat(outcome).isEqualTo(new EngineOutcome.Built(folder.resolve("out"), false, List.of()));
    assertThat(resumed()).isEmpty();
    ModelTruth.check(SCENE, folder.resolve("out"));
    assertThat(folder.resolve("out/mesh.glb")).isNotEmptyFile();
    assertThat(folder.resolve("out/mesh.obj")).isNotEmptyFile();
    assertThat(folder.resolve("out/preview.png")).isNotEmptyFile();
    byte[] mesh = Files.readAllBytes(folder.resolve("out/mesh.ply"));

    run(shared.resolve("photos"), Map.of(), () -> false);
    assertThat(resumed()).hasSize(7).doesNotContain(StageName.EXPORT);
    assertThat(Files.readAllBytes(folder.resolve("out/mesh.ply"))).isEqualTo(mesh);

    Files.write(
        folder.resolve("work/4-sparse/sparse.bin"),
        "rubbish".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    run(shared.resolve("photos"), Map.of(), () -> false);
    assertThat(resumed()).containsExactly(StageName.INGEST, StageName.FEATURES, StageName.MATCHING);
    assertThat(Files.readAllBytes(folder.resolve("out/mesh.ply"))).isEqualTo(mesh);
  }

  @Test
  void twoPhotographsAreTooFew() throws IOException {
    copy(shared.resolve("photos"), 2);

    assertFailed(run(folder.resolve("photos"), Map.of(), () -> false), FailureCode.TOO_FEW_IMAGES);
  }

  @Test
  void textFilesAreUnreadable() throws IOException {
    Files.createDirectories(folder.resolve("photos"));
    for (int i = 0; i < 4; i++) {
      Files.writeString(folder.resolve("photos/text" + i + ".jpg"), "not a photograph");
    }

    EngineOutcome.Failed failed =
        assertFailed(
            run(folder.resolve("photos"), Map.of(), () -> false), FailureCode.UNREADABLE_IMAGE);
    assertThat(failed.evidence())
        .extracting(ImageEvidence::image)
        .containsExactlyInAnyOrder("text0.jpg", "text1.jpg", "text2.jpg", "text3.jpg");
  }

  @Test
  void cancelEndsTheRun() {
    EngineOutcome outcome =
        run(
            shared.resolve("photos"),
            Map.of(),
            () -> events.stream().anyMatch(e -> e instanceof EngineEvent.StageDone));

    assertFailed(outcome, FailureCode.CANCELLED);
    assertThat(folder.resolve("out/mesh.obj")).doesNotExist();
  }

  @Test
  void anOptionOutOfRangeIsNamed() {
    assertThatThrownBy(
            () -> run(shared.resolve("photos"), Map.of("dense.minAgreeing", "-3"), () -> false))
        .isInstanceOf(ReconstructionException.class)
        .hasMessageContaining("dense.minAgreeing is -3");
  }

  private EngineOutcome run(Path images, Map<String, String> overrides, BooleanSupplier cancelled) {
    events.clear();
    EngineRequest request =
        new EngineRequest(
            images, folder.resolve("out"), folder.resolve("work"), Preset.LOW, overrides);
    return new Reconstruction(request, 2, 1, events::add, cancelled).run();
  }

  private List<StageName> resumed() {
    return events.stream()
        .filter(e -> e instanceof EngineEvent.StageDone done && done.resumed())
        .map(e -> ((EngineEvent.StageDone) e).stage())
        .toList();
  }

  private void copy(Path from, int count) throws IOException {
    Files.createDirectories(folder.resolve("photos"));
    for (int i = 0; i < count; i++) {
      Files.copy(
          from.resolve(PhotographedScene.name(i)),
          folder.resolve("photos").resolve(PhotographedScene.name(i)));
    }
  }

  private static EngineOutcome.Failed assertFailed(EngineOutcome outcome, FailureCode code) {
    assertThat(outcome).isInstanceOf(EngineOutcome.Failed.class);
    EngineOutcome.Failed failed = (EngineOutcome.Failed) outcome;
    assertThat(failed.code()).isEqualTo(code);
    assertThat(failed.message()).isNotBlank();
    assertThat(failed.advice()).isNotBlank();
    return failed;
  }
}
