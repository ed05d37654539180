package org.e2e3d.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.e2e3d.engine.EngineOutcome;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.job.FailureReason;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobState;
import org.e2e3d.testing.FakeEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters and cancelling, as a person uses them: command line, JMS; JMX in ManagementTest. */
final class DeadLettersTest {
  @TempDir static Path data;

  private static final FakeEngine ENGINE = new FakeEngine();
  private static final FakeEngine.Answer BLURRY =
      (request, events, cancelled) ->
          new EngineOutcome.Failed(FailureCode.BLURRY, "All blurry.", "", List.of());
  private static RunningService s;

  @BeforeAll
  static void start() {
    s = RunningService.start(data, ENGINE);
  }

  @AfterAll
  static void stop() {
    s.close();
  }

  @Test
  void lettersAreListedShownReplayedWithChangesAndDiscarded() throws Exception {
    ENGINE.when("hopeless", BLURRY);
    s.drop("hopeless/a.jpg", "one");
    s.drop("hopeless/b.jpg", "two");
    s.drop("hopeless/c.jpg", "three");
    s.drop("hopeless/notes.txt", "north side");
    s.drop("hopeless/_READY", "");
    Job job = s.await("hopeless");

    assertThat(cli("dead-letters", "list")).contains(job.id()).contains("BLURRY: All blurry.");
    JsonNode letter = new ObjectMapper().readTree(cli("dead-letters", "show", "hopeless"));
    assertThat(letter.path("code").asText()).isEqualTo("BLURRY");

    AtomicReference<String> notes = new AtomicReference<>();
    ENGINE.when(
        "hopeless",
        (request, events, cancelled) -> {
          notes.set(text(request.workspace().resolve("notes.json")));
          return BLURRY.give(request, events, cancelled);
        });
    Instant before = Instant.now();
    assertThat(
            cli(
                "dead-letters",
                "replay",
                "hopeless",
                "--preset=low",
                "--max-image-size=800",
                "--exclude",
                "b.jpg"))
        .contains("job " + job.id() + "-r2");
    Job again = s.await("hopeless", before);
    assertThat(again.state()).isEqualTo(JobState.FAILED);
    assertThat(again.predecessor()).isEqualTo(job.id());
    assertThat(again.images()).isEqualTo(2);
    assertThat(again.imageBytes()).isEqualTo(8);
    assertThat(ENGINE.imagesOf(again.id())).containsExactly("a.jpg", "c.jpg");
    assertThat(ENGINE.requestOf(again.id()).overrides())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("features.maxImageSize", "800", "dense.maxImageSize", "800"));
    // what report and manifest are to say
    JsonNode told = new ObjectMapper().readTree(notes.get());
    assertThat(told.path("about").path("job").asText()).isEqualTo(again.id());
    assertThat(told.path("about").path("replays").asText()).isEqualTo(job.id());
    assertThat(told.path("images").findValuesAsText("image")).contains("b.jpg", "notes.txt");
    // the excluded image is kept with the others, and both letters know of each other
    assertThat(s.keys("dead-letter", again.letterAt() + "images/"))
        .containsExactly("_READY", "a.jpg", "b.jpg", "c.jpg", "notes.txt");
    assertThat(
            new ObjectMapper()
                .readTree(s.text("dead-letter", again.letterAt() + "failure.json"))
                .path("predecessor")
                .asText())
        .isEqualTo(job.id());
    assertThat(cli("dead-letters", "list")).contains("replayed by " + again.id());

    assertThat(exit("dead-letters", "replay", "hopeless", "--exclude", "z.jpg")).isEqualTo(1);
    assertThat(cli("dead-letters", "discard", again.id(), "--yes")).contains(again.id());
    assertThat(s.keys("dead-letter", again.letterAt())).isEmpty();
    Job gone = s.service.jobs().find(again.id()).orElseThrow();
    assertThat(gone.letterAt()).isEmpty();
    assertThat(gone.imagesAt()).isEmpty();
    assertThat(exit("dead-letters", "replay", again.id())).isEqualTo(1);
    assertThat(cli("dead-letters", "list")).doesNotContain(again.id() + " ");
  }

  @Test
  void aBatchWhoseLetterWasDiscardedCanBeDroppedAgain() throws Exception {
    ENGINE.when("phoenix", BLURRY);
    s.drop("phoenix/a.jpg", "one");
    s.drop("phoenix/_READY", "");
    Job job = s.await("phoenix");
    cli("dead-letters", "discard", job.id(), "--yes");
    Instant before = Instant.now();
    s.drop("phoenix/a.jpg", "one");
    s.drop("phoenix/_READY", "");
    Job again = s.await("phoenix", before);
    assertThat(again.state()).as("%s", again.failure()).isEqualTo(JobState.COMPLETED);
    assertThat(again.predecessor()).isEqualTo(job.id());
    assertThat(s.keys("archive", "phoenix/" + again.id() + "/images/"))
        .containsExactly("_READY", "a.jpg");
  }

  @Test
  void aQueuedJobIsCancelledWhileTheWorkerIsBusy() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    ENGINE.when(
        "busy",
        (request, events, cancelled) -> {
          started.countDown();
          return goOn.await(60, TimeUnit.SECONDS)
              ? FakeEngine.built(request)
              : new EngineOutcome.Crashed(EngineOutcome.Crashed.Kind.TIMEOUT, "never told");
        });
    s.drop("busy/a.jpg", "one");
    s.drop("busy/_READY", "");
    assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
    s.drop("waiting/a.jpg", "two");
    s.drop("waiting/_READY", "");
    await()
        .atMost(RunningService.PATIENCE)
        .until(
            () ->
                s.service.jobs().ofBatch("waiting", 1).stream()
                    .anyMatch(job -> job.state() == JobState.QUEUED));
    assertThat(cli("cancel", "waiting")).contains("is to be cancelled");
    Job job = s.await("waiting");
    assertThat(job.failure().code()).isEqualTo(FailureReason.CANCELLED);
    assertThat(job.attempt()).isZero();
    assertThat(ENGINE.callsOf(job.id())).isZero();
    assertThat(s.keys("dead-letter", job.letterAt() + "images/")).contains("a.jpg");
    assertThat(s.service.jobs().ofBatch("busy", 1).get(0).state()).isEqualTo(JobState.RUNNING);
    goOn.countDown();
    s.awaitCompleted("busy");
    assertThat(exit("cancel", "busy")).isEqualTo(1);
  }

  @Test
  void commandsAreTakenFromAQueueToo() throws Exception {
    ENGINE.when("told", BLURRY);
    s.drop("told/a.jpg", "one");
    s.drop("told/b.jpg", "two");
    s.drop("told/_READY", "");
    Job job = s.await("told");
    assertThat(command("list")).contains(job.id() + ": BLURRY");
    assertThat(command("show told")).contains("\"BLURRY\"");
    assertThat(command("replay told preset=enormous")).startsWith("error: ");
    assertThat(command("replay told dense.maxImageSize=1"))
        .startsWith("error: option dense.maxImageSize");
    assertThat(command("sing")).startsWith("error: one of: list");
    Instant before = Instant.now();
    assertThat(command("replay told preset=low exclude=b.jpg")).isEqualTo(job.id() + "-r2");
    Job again = s.await("told", before);
    assertThat(again.state()).isEqualTo(JobState.COMPLETED);
    assertThat(ENGINE.imagesOf(again.id())).containsExactly("a.jpg");
  }

  private static String command(String line) {
    try (var template = s.service.context().createProducerTemplate()) {
      return template.requestBody(
          "jms:queue:e2e3d.jobs.commands?connectionFactory=#jmsSender", line, String.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int exit(String... words) {
    return run(new ByteArrayOutputStream(), words);
  }

  private static String cli(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(run(out, words)).as("%s", (Object) words).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }

  private static int run(ByteArrayOutputStream to, String... words) {
    List<String> line = new ArrayList<>(List.of(words));
    line.add("--data=" + data);
    PrintStream out = System.out;
    try (PrintStream caught = new PrintStream(to, true, StandardCharsets.UTF_8)) {
      System.setOut(caught);
      return Main.commandLine().execute(line.toArray(String[]::new));
    } finally {
      System.setOut(out);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
