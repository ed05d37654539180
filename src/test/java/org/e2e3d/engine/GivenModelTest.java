package org.e2e3d.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.e2e3d.engine.io.ColmapText;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.SparsePoints;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.engine.stage.StageName;
import org.e2e3d.testing.PhotographedScene;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose cameras are given enters at stage 5. */
final class GivenModelTest {
  private static final PhotographedScene SCENE = PhotographedScene.stillLife(4, 160, 120);

  @TempDir Path folder;
  private final List<EngineEvent> events = new ArrayList<>();

  @BeforeEach
  void photographs() throws IOException {
    SCENE.write(folder.resolve("photos"));
  }

  @Test
  void featuresAndMatchesAreNotComputedAndTheModelIsPartOfTheFingerprint() throws IOException {
    Path given = write(folder.resolve("given"), model(8));
    run(Optional.of(given));
    assertThat(done()).containsExactly(StageName.INGEST, StageName.SPARSE);
    run(Optional.of(given));
    assertThat(resumed()).containsExactly(StageName.INGEST, StageName.SPARSE);
    write(given, model(9));
    run(Optional.of(given));
    assertThat(resumed()).isEmpty();
    assertThat(done()).containsExactly(StageName.INGEST, StageName.SPARSE);
  }

  @Test
  void aModelBesideThePhotographsIsTakenAndIsNoIgnoredFile() throws IOException {
    write(folder.resolve("photos/cameras"), model(8));
    run(Optional.empty());
    assertThat(done()).containsExactly(StageName.INGEST, StageName.SPARSE);
    assertThat(events)
        .noneMatch(e -> e instanceof EngineEvent.ImageNote)
        .anyMatch(e -> e instanceof EngineEvent.Warning w && w.code().equals("CAMERAS_GIVEN"));
  }

  @Test
  void aModelThatCannotBeReadEndsTheRunWithItsLine() throws IOException {
    Path given = write(folder.resolve("given"), model(8));
    Files.writeString(given.resolve("images.txt"), "1 2 3\n");
    EngineOutcome.Failed failed = (EngineOutcome.Failed) run(Optional.of(given));
    assertThat(failed.code()).isEqualTo(FailureCode.INVALID_CAMERAS);
    assertThat(failed.message()).contains("images.txt: line 1");

    failed = (EngineOutcome.Failed) run(Optional.of(folder.resolve("nowhere")));
    assertThat(failed.code()).isEqualTo(FailureCode.INVALID_CAMERAS);
  }

  /** Runs until the cameras stand. */
  private EngineOutcome run(Optional<Path> given) {
    events.clear();
    EngineRequest request =
        new EngineRequest(
            folder.resolve("photos"),
            folder.resolve("out"),
            folder.resolve("work"),
            Preset.LOW,
            given,
            Map.of());
    return new Reconstruction(request, 2, 1, events::add, () -> done().contains(StageName.SPARSE))
        .run();
  }

  private List<StageName> done() {
    return stages(false);
  }

  private List<StageName> resumed() {
    return stages(true);
  }

  private List<StageName> stages(boolean onlyResumed) {
    synchronized (events) {
      return List.copyOf(events).stream()
          .filter(EngineEvent.StageDone.class::isInstance)
          .map(EngineEvent.StageDone.class::cast)
          .filter(e -> !onlyResumed || e.resumed())
          .map(EngineEvent.StageDone::stage)
          .toList();
    }
  }

  private static Path write(Path given, SparseModel model) throws IOException {
    ColmapText.write(Files.createDirectories(given), model);
    return given;
  }

  /** The true cameras, with a line of points before them. */
  private static SparseModel model(int points) {
    SparseModel truth = SCENE.trueModel();
    int views = truth.views().size();
    Camera c = truth.cameras().get(0);
    double[] xyz = new double[3 * points];
    float[] xy = new float[2 * points * views];
    int[] start = new int[points + 1];
    int[] view = new int[points * views];
    double[] x = new double[3];
    double[] pixel = new double[2];
    for (int i = 0; i < points; i++) {
      xyz[3 * i] = 0.1 * i - 0.4;
      xyz[3 * i + 2] = 0.3;
      for (int v = 0; v < views; v++) {
        Pose pose = truth.views().get(v).pose();
        pose.apply(xyz[3 * i], xyz[3 * i + 1], xyz[3 * i + 2], x);
        c.project(x[0], x[1], x[2], pixel);
        int k = i * views + v;
        view[k] = truth.views().get(v).id();
        xy[2 * k] = (float) pixel[0];
        xy[2 * k + 1] = (float) pixel[1];
      }
      start[i + 1] = (i + 1) * views;
    }
    return new SparseModel(
        truth.cameras(),
        truth.views(),
        new SparsePoints(
            xyz, new byte[3 * points], new float[points], start, view, new int[points * views], xy),
        Optional.empty());
  }
}
