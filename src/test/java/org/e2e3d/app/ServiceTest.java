package org.e2e3d.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.e2e3d.engine.EngineOutcome;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.job.FailureReason;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobState;
import org.e2e3d.storage.ObjectStore;
import org.e2e3d.testing.FakeEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of a batch through the running service; each test has a batch name of its own. */
final class ServiceTest {
  @TempDir static Path data;

  private static final FakeEngine ENGINE = new FakeEngine();
  private static RunningService s;

  @BeforeAll
  static void start() {
    s = RunningService.start(data.resolve("data folder é"), ENGINE, "e2e3d.job.parallel", "2");
  }

  @AfterAll
  static void stop() {
    s.close();
  }

  @Test
  void aFolderDroppedIntoTheInboxBecomesAPublicModel() throws Exception {
    s.drop("castle/a.jpg", "one");
    s.drop("castle/b.jpg", "two");
    s.drop("castle/notes.txt", "north side");
    s.drop("castle/_READY", "");
    Job job = s.awaitCompleted("castle");

    assertThat(ENGINE.imagesOf(job.id())).containsExactly("a.jpg", "b.jpg");
    assertThat(job.closedBecause()).contains("_READY");
    assertThat(job.stageSeconds()).containsKey("sparse");
    assertThat(s.folderInbox().resolve("castle")).doesNotExist();
    assertThat(s.keys("archive", "castle/" + job.id() + "/"))
        .containsExactly(
            "claim.json", "images/_READY", "images/a.jpg", "images/b.jpg", "images/notes.txt");
    assertThat(job.imagesAt()).isEqualTo("s3://archive/castle/" + job.id() + "/images/");
    assertThat(s.keys("models", job.modelAt()))
        .containsExactly(
            "cameras/cameras.txt",
            "manifest.json",
            "mesh.glb",
            "mesh.mtl",
            "mesh.obj",
            "texture0.jpg");
    ObjectStore.AnonymousRead glb =
        s.service.store().verifyAnonymousRead(s.service.publicUrl(job, "mesh.glb"));
    assertThat(glb.contentType()).isEqualTo("model/gltf-binary");
    assertThat(s.service.settings().work().resolve(job.id())).doesNotExist();
  }

  @Test
  void aPrefixOfTheInboxBucketBecomesAPublicModelAfterAQuietTime() {
    s.upload("fountain/x/IMG_1.JPG", "one");
    s.upload("fountain/IMG 2 ä+%.jpeg", "two");
    Job job = s.awaitCompleted("fountain");

    assertThat(job.closedBecause()).contains("nothing changed");
    assertThat(ENGINE.imagesOf(job.id())).containsExactly("IMG 2 ä+%25.jpeg", "x/IMG_1.JPG");
    assertThat(s.keys("inbox", "fountain/")).isEmpty();
    assertThat(s.keys("archive", "fountain/" + job.id() + "/images/"))
        .containsExactly("IMG 2 ä+%25.jpeg", "x/IMG_1.JPG");
  }

  @Test
  void namesInAnyScriptAndNestedFoldersWork() throws Exception {
    s.drop("Fontäne im Hof/Süd 1/IMG 1.JPG", "one");
    s.drop("Fontäne im Hof/北/写真.PNG", "two");
    s.drop("Fontäne im Hof/_READY", "");
    Job job = s.awaitCompleted("Fontäne im Hof");

    assertThat(ENGINE.imagesOf(job.id())).containsExactly("Süd 1/IMG 1.JPG", "北/写真.PNG");
    assertThat(job.modelAt()).startsWith("batch-Font-ne-im-Hof-").matches("[A-Za-z0-9/-]+");
    assertThat(s.service.publicUrl(job, "mesh.obj").toString()).isASCII();
  }

  @Test
  void aManifestNamesFilesAndOptions() throws Exception {
    s.drop("manifest/a.jpg", "one");
    s.drop(
        "manifest/batch.json",
        "{\"files\": [\"a.jpg\", {\"name\": \"b.jpg\", \"size\": 3}], \"preset\": \"low\","
            + " \"options\": {\"dense.maxImageSize\": 1600}}");
    await()
        .during(java.time.Duration.ofSeconds(2))
        .until(() -> s.service.jobs().ofBatch("manifest", 1).isEmpty());
    s.drop("manifest/b.jpg", "two");
    Job job = s.awaitCompleted("manifest");

    assertThat(ENGINE.requestOf(job.id()).preset()).isEqualTo(Preset.LOW);
    assertThat(ENGINE.requestOf(job.id()).overrides())
        .containsExactly(Map.entry("dense.maxImageSize", "1600"));
  }

  @Test
  void theSameBatchDroppedTwiceMakesOneJob() throws Exception {
    s.drop("twice/a.jpg", "one");
    s.drop("twice/_READY", "");
    Job job = s.awaitCompleted("twice");
    s.drop("twice/a.jpg", "one");
    s.drop("twice/_READY", "");
    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> !Files.exists(s.folderInbox().resolve("twice")));
    s.upload("twice/a.jpg", "one");
    await().atMost(RunningService.PATIENCE).until(() -> s.keys("inbox", "twice/").isEmpty());

    assertThat(s.service.jobs().ofBatch("twice", 10)).containsExactly(job);
    assertThat(ENGINE.callsOf(job.id())).isEqualTo(1);
    assertThat(s.keys("archive", "twice/" + job.id() + "/images/"))
        .containsExactly("_READY", "a.jpg");
  }

  @Test
  void twoBatchesAtOnceBothFinishAndThePointerNamesTheNewer() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    FakeEngine.Answer together =
        (request, events, cancelled) -> {
          both.countDown();
          return both.await(30, TimeUnit.SECONDS)
              ? FakeEngine.built(request)
              : new EngineOutcome.Crashed(EngineOutcome.Crashed.Kind.TIMEOUT, "alone");
        };
    ENGINE.when("left", together).when("right", together);
    s.drop("left/a.jpg", "one");
    s.drop("left/_READY", "");
    s.upload("right/a.jpg", "two");
    s.upload("right/_READY", "");
    Job left = s.awaitCompleted("left");
    Job right = s.awaitCompleted("right");

    assertThat(left.attempt()).isEqualTo(1);
    assertThat(right.attempt()).isEqualTo(1);
    JsonNode latest = new ObjectMapper().readTree(s.text("models", "left/latest.json"));
    assertThat(latest.path("job").asText()).isEqualTo(left.id());
    assertThat(s.text("models", "index.html"))
        .contains("<a href=\"" + left.modelAt(), "<a href=\"" + right.modelAt());
    URI page = s.service.store().publicUrl("models", "index.html");
    assertThat(s.service.store().verifyAnonymousRead(page).contentType()).contains("text/html");
    assertThat(
            s.service.store().verifyAnonymousRead(URI.create(latest.path("mesh").asText())).bytes())
        .isPositive();
  }

  @Test
  void aBatchThatCannotBeBuiltLandsInTheDeadLettersAndCanBeReplayed() throws Exception {
    ENGINE.when(
        "hopeless",
        (request, events, cancelled) ->
            new EngineOutcome.Failed(
                FailureCode.NO_OVERLAP,
                "2 of 2 images show different things.",
                "Move in small steps.",
                List.of(new ImageEvidence("a.jpg", "UNMATCHED", "0 matches"))));
    s.drop("hopeless/a.jpg", "one");
    s.drop("hopeless/b.jpg", "two");
    s.drop("hopeless/_READY", "");
    Job job = s.await("hopeless");

    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.attempt()).isEqualTo(1);
    assertThat(s.folderInbox().resolve("hopeless")).doesNotExist();
    assertThat(s.keys("dead-letter", job.letterAt()))
        .containsExactly(
            "claim.json",
            "engine.log",
            "failure.json",
            "images/_READY",
            "images/a.jpg",
            "images/b.jpg");
    JsonNode letter =
        new ObjectMapper().readTree(s.text("dead-letter", job.letterAt() + "failure.json"));
    assertThat(letter.path("code").asText()).isEqualTo("NO_OVERLAP");
    assertThat(letter.path("kind").asText()).isEqualTo("PERMANENT");
    assertThat(letter.path("advice").asText()).isEqualTo("Move in small steps.");
    assertThat(letter.path("attempt").asInt()).isEqualTo(1);
    assertThat(letter.path("evidence").get(0).path("image").asText()).isEqualTo("a.jpg");

    Instant before = Instant.now();
    try (JobDesk desk = JobDesk.open(s.service.settings())) {
      Job again = desk.replay("hopeless", Map.of("preset", "low"));
      assertThat(again.predecessor()).isEqualTo(job.id());
    }
    Job replayed = s.await("hopeless", before);
    assertThat(replayed.state()).as("%s", replayed.failure()).isEqualTo(JobState.COMPLETED);
    assertThat(ENGINE.requestOf(replayed.id()).preset()).isEqualTo(Preset.LOW);
    assertThat(s.keys("archive", "hopeless/" + replayed.id() + "/images/"))
        .containsExactly("_READY", "a.jpg", "b.jpg");
    assertThat(s.keys("dead-letter", job.letterAt() + "images/")).isEmpty();
    assertThat(s.service.jobs().find(job.id()).orElseThrow().imagesAt())
        .isEqualTo(replayed.imagesAt());
  }

  @Test
  void droppingAFailedBatchAgainTriesItAgain() throws Exception {
    ENGINE.when(
        "stubborn",
        (request, events, cancelled) ->
            new EngineOutcome.Failed(FailureCode.BLURRY, "All blurry.", "", List.of()));
    s.upload("stubborn/a.jpg", "one");
    s.upload("stubborn/_READY", "");
    Job first = s.await("stubborn");
    assertThat(first.state()).isEqualTo(JobState.FAILED);
    Instant before = Instant.now();
    s.upload("stubborn/a.jpg", "one");
    s.upload("stubborn/_READY", "");
    Job second = s.await("stubborn", before);
    assertThat(second.state()).isEqualTo(JobState.COMPLETED);
    assertThat(second.predecessor()).isEqualTo(first.id());
    assertThat(s.keys("inbox", "stubborn/")).isEmpty();
  }

  @Test
  void aMarkerThatComesWhileTheBatchIsWorkedOnIsNoBatchOfItsOwn() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    ENGINE.when(
        "hasty",
        (request, events, cancelled) -> {
          started.countDown();
          return goOn.await(60, TimeUnit.SECONDS)
              ? FakeEngine.built(request)
              : new EngineOutcome.Crashed(EngineOutcome.Crashed.Kind.TIMEOUT, "never told");
        });
    s.drop("hasty/a.jpg", "one");
    assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
    s.drop("hasty/_READY", "");
    goOn.countDown();
    Job job = s.awaitCompleted("hasty");
    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> !Files.exists(s.folderInbox().resolve("hasty")));
    assertThat(s.service.jobs().ofBatch("hasty", 10)).containsExactly(job);
  }

  @Test
  void masksAndGivenCamerasReachTheEngineAndAreNoPhotographs() throws Exception {
    s.drop("masked/a.jpg", "one");
    s.drop("masked/masks/a.png", "mask");
    s.drop("masked/cameras/images.txt", "# none\n");
    s.drop("masked/_READY", "");
    s.upload("masked-in-bucket/b.jpg", "two");
    s.upload("masked-in-bucket/Masks/b.jpg.png", "mask");
    s.upload("masked-in-bucket/_READY", "");
    Job folder = s.awaitCompleted("masked");
    assertThat(folder.images()).isEqualTo(1);
    assertThat(ENGINE.imagesOf(folder.id()))
        .containsExactly("a.jpg", "cameras/images.txt", "masks/a.png");
    Job bucket = s.awaitCompleted("masked-in-bucket");
    assertThat(bucket.images()).isEqualTo(1);
    assertThat(ENGINE.imagesOf(bucket.id())).containsExactly("Masks/b.jpg.png", "b.jpg");
    assertThat(s.keys("archive", "masked/" + folder.id() + "/images/"))
        .contains("masks/a.png", "cameras/images.txt");
  }

  @Test
  void aBatchOfPicturesThatAreNotReadSaysHowToConvertThem() throws Exception {
    s.drop("phone/IMG_1.HEIC", "one");
    s.drop("phone/masks/IMG_1.png", "mask");
    s.drop("phone/_READY", "");
    Job job = s.await("phone");
    assertThat(job.failure().code()).isEqualTo(FailureReason.EMPTY_BATCH);
    assertThat(job.failure().evidence())
        .anyMatch(e -> e.image().equals("IMG_1.HEIC") && e.detail().contains("heif-convert"));
  }

  @Test
  void anEmptyBatchWithAMarkerIsADeadLetter() throws Exception {
    s.drop("empty/_READY", "");
    Job job = s.await("empty");
    assertThat(job.failure().code()).isEqualTo(FailureReason.EMPTY_BATCH);
    assertThat(job.letterAt()).isNotEmpty();
    assertThat(s.folderInbox().resolve("empty")).doesNotExist();
    assertThat(s.keys("dead-letter", job.letterAt())).contains("engine.log", "failure.json");
  }

  @Test
  void aManifestThatCannotBeReadIsADeadLetterWithTheReason() throws Exception {
    s.drop("garbled/a.jpg", "one");
    s.drop("garbled/batch.json", "{\"files\": [");
    Job job = s.await("garbled");
    assertThat(job.failure().code()).isEqualTo(FailureReason.INVALID_MANIFEST);
    assertThat(s.keys("dead-letter", job.letterAt() + "images/"))
        .containsExactly("a.jpg", "batch.json");
  }

  @Test
  void aPartialModelIsPublishedAndSaysSo() throws Exception {
    ENGINE.when(
        "partial",
        (request, events, cancelled) ->
            new EngineOutcome.Built(
                request.output(),
                true,
                List.of(new ImageEvidence("b.jpg", "NOT_REGISTERED", "3 matches"))));
    s.drop("partial/a.jpg", "one");
    s.drop("partial/b.jpg", "two");
    s.drop("partial/_READY", "");
    Job job = s.awaitCompleted("partial");
    assertThat(job.partial()).isTrue();
    assertThat(job.failure().code()).isEqualTo(FailureReason.PARTIAL_MODEL);
    assertThat(job.failure().evidence()).extracting(ImageEvidence::image).containsExactly("b.jpg");
  }

  @Test
  void anEngineThatCrashesIsTriedAgainAndThenGivenUp() throws Exception {
    FakeEngine.Answer crash =
        (request, events, cancelled) ->
            new EngineOutcome.Crashed(
                EngineOutcome.Crashed.Kind.ENGINE_CRASHED, "killed by signal 11");
    ENGINE.when("flaky", crash);
    ENGINE.when("poison", crash).when("poison", crash).when("poison", crash);
    s.drop("flaky/a.jpg", "one");
    s.drop("flaky/_READY", "");
    s.drop("poison/a.jpg", "two");
    s.drop("poison/_READY", "");

    assertThat(s.awaitCompleted("flaky").attempt()).isEqualTo(2);
    Job poison = s.await("poison");
    assertThat(poison.state()).isEqualTo(JobState.FAILED);
    assertThat(poison.attempt()).isEqualTo(3);
    assertThat(poison.failure().code()).isEqualTo(FailureReason.ENGINE_CRASHED);
    assertThat(ENGINE.callsOf(poison.id())).isEqualTo(3);
  }

  @Test
  void anEngineStoppedBySomebodyElseIsTriedAgain() throws Exception {
    ENGINE.when(
        "stopped",
        (request, events, cancelled) ->
            new EngineOutcome.Failed(FailureCode.CANCELLED, "It was cancelled.", "", List.of()));
    s.drop("stopped/a.jpg", "one");
    s.drop("stopped/_READY", "");
    assertThat(s.awaitCompleted("stopped").attempt()).isEqualTo(2);
  }

  @Test
  void aRunningJobCanBeCancelled() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    ENGINE.when("unwanted", FakeEngine.untilCancelled(started));
    s.drop("unwanted/a.jpg", "one");
    s.drop("unwanted/_READY", "");
    assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
    Job running = s.service.jobs().ofBatch("unwanted", 1).get(0);
    try (JobDesk desk = JobDesk.open(s.service.settings())) {
      assertThat(desk.cancel(running.id())).isTrue();
    }
    Job job = s.await("unwanted");
    assertThat(job.failure().code()).isEqualTo(FailureReason.CANCELLED);
    assertThat(s.keys("dead-letter", job.letterAt() + "images/")).contains("a.jpg");
  }

  @Test
  void looseFilesAreABatchOfTheirOwn() throws Exception {
    s.upload("one.jpg", "one");
    s.upload("two.jpg", "two");
    Job job = s.awaitCompleted("loose");
    assertThat(ENGINE.imagesOf(job.id())).containsExactly("one.jpg", "two.jpg");
    assertThat(s.service.store().exists("inbox", "one.jpg")).isFalse();
  }
}
