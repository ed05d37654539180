package org.e2e3d.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.e2e3d.job.Job;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What leaves the inbox folder, when, and what stays there. */
final class MoveImagesTest {
  @TempDir Path folder;

  private final ModelWorld world = new ModelWorld();

  private FolderInbox inbox() {
    return new FolderInbox(folder.resolve("inbox"));
  }

  private Path dropped(String name, String content) throws IOException {
    Path file = folder.resolve("inbox/castle").resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private ImagePlaces places() {
    return new ImagePlaces(
        world.store, ModelWorld.BUCKETS, inbox(), new BucketInbox(world.store, "inbox"));
  }

  private static ClaimBatch claimer(ModelWorld world, InboxBounds bounds) {
    return new ClaimBatch(
        world.jobs,
        new ClaimStore(world.store, ModelWorld.BUCKETS),
        new BatchDigest(),
        null,
        new BatchBounds(world.jobs, 10, 1000),
        bounds,
        world.clock);
  }

  private static InboxBounds bounds() {
    return new InboxBounds(100, 1000, Duration.ofDays(1));
  }

  private static Completeness.Decision closed(Inbox inbox, List<InboxFile> files) {
    Drop drop = BatchScan.group(inbox, files).get(0);
    return new Completeness.Decision(drop, true, "_READY is there", Manifest.NONE);
  }

  /** Claimed, and RUNNING. */
  private JobRun claimed() throws IOException {
    FolderInbox inbox = inbox();
    String id = claimer(world, bounds()).claim(closed(inbox, inbox.list()));
    Job job = world.jobs.find(id).orElseThrow();
    Instant now = world.clock.instant();
    job = world.jobs.replace(job, job.running("A#1", now)).orElseThrow();
    Claim claim = new ClaimStore(world.store, ModelWorld.BUCKETS).of(job);
    return new JobRun(job, claim, folder.resolve("work"), null);
  }

  private List<String> archived(JobRun run) {
    List<String> names = new ArrayList<>();
    String prefix = Buckets.images(run.job());
    world.store.all("archive", prefix).forEach(o -> names.add(o.key().substring(prefix.length())));
    return names;
  }

  private MoveImages.Moved move(JobRun run) throws IOException {
    return new MoveImages(places(), world.jobs, world.clock)
        .move(run, "archive", Buckets.images(run.job()));
  }

  @Test
  void whatWasClaimedIsMovedAndTheRowSaysWhere() throws IOException {
    dropped("a.jpg", "one");
    dropped("x/b.jpg", "two");
    JobRun run = claimed();
    MoveImages.Moved moved = move(run);
    assertThat(moved.lost()).isEmpty();
    assertThat(archived(run)).containsExactly("a.jpg", "x/b.jpg");
    assertThat(moved.run().job().imagesAt()).isEqualTo("s3://archive/" + Buckets.images(run.job()));
    assertThat(folder.resolve("inbox/castle")).doesNotExist();
  }

  @Test
  void whatWasChangedMeanwhileStaysAndTheFetchedCopyIsKept() throws IOException {
    dropped("a.jpg", "one");
    Path changed = dropped("b.jpg", "two");
    JobRun run = claimed();
    Files.createDirectories(run.images());
    Files.writeString(run.images().resolve("b.jpg"), "two");
    Files.writeString(changed, "another picture");
    MoveImages.Moved moved = move(run);
    assertThat(moved.lost()).isEmpty();
    assertThat(archived(run)).containsExactly("a.jpg", "b.jpg");
    assertThat(changed).hasContent("another picture");
    assertThat(folder.resolve("inbox/castle/a.jpg")).doesNotExist();
  }

  @Test
  void whatIsGoneAndWasNeverFetchedIsTold() throws IOException {
    dropped("a.jpg", "one");
    Path gone = dropped("b.jpg", "two");
    JobRun run = claimed();
    Files.delete(gone);
    MoveImages.Moved moved = move(run);
    assertThat(moved.lost()).containsExactly("b.jpg");
    assertThat(archived(run)).containsExactly("a.jpg");
  }

  @Test
  void movingAgainAfterDeathBetweenAnyTwoStepsDoesNoHarm() throws IOException {
    dropped("a.jpg", "one");
    JobRun run = claimed();
    // died after the copy and the row, before the inbox was emptied
    JobRun there = move(run).run();
    dropped("a.jpg", "one");
    move(there);
    assertThat(archived(run)).containsExactly("a.jpg");
    assertThat(folder.resolve("inbox/castle")).doesNotExist();
    // another batch of the same name does not go with it
    Path other = dropped("a.jpg", "not one");
    move(there);
    assertThat(other).hasContent("not one");
  }

  // --- what cannot be read is not claimed

  @Test
  void aClosedBatchWithAFileThatCannotBeReadIsHeldAndNotReadAtEveryLook() throws IOException {
    InboxBounds bounds = bounds();
    ModelWorld elsewhere = new ModelWorld();
    List<String> opened = new ArrayList<>();
    Inbox refusing = new Refusing(opened);
    List<InboxFile> files = List.of(new InboxFile("castle/a.jpg", 3, ModelWorld.START, "m"));
    ClaimBatch claimer = claimer(elsewhere, bounds);
    assertThatThrownBy(() -> claimer.claim(closed(refusing, files)))
        .as("a store's broken connection is the route's business")
        .isInstanceOf(AccessDeniedException.class);

    bounds.cannotBeRead(
        BatchScan.group(refusing, files).get(0), new AccessDeniedException("a.jpg"));
    assertThat(bounds.held().get("folder: castle")).contains("a.jpg").contains("cannot be read");
    Completeness completeness =
        new Completeness(Duration.ofSeconds(10), Duration.ofSeconds(1), bounds, elsewhere.clock);
    Completeness.Decision decision = completeness.decide(BatchScan.group(refusing, files).get(0));
    assertThat(decision.closed()).isFalse();
    assertThat(decision.because()).contains("cannot be read");
    assertThat(opened).hasSize(1);
    bounds.couldBeRead(BatchScan.group(refusing, files).get(0));
    assertThat(completeness.decide(BatchScan.group(refusing, files).get(0)).because())
        .doesNotContain("cannot be read");
  }

  private record Refusing(List<String> opened) implements Inbox {
    @Override
    public String kind() {
      return "folder";
    }

    @Override
    public String place(String name) {
      return "file:///" + name + "/";
    }

    @Override
    public java.io.InputStream open(String key) throws IOException {
      opened.add(key);
      throw new AccessDeniedException(key);
    }

    @Override
    public boolean remove(String key, String mark, String sha256) {
      return false;
    }

    @Override
    public void tidy(String name) {
      // nothing
    }
  }

  @Test
  void aFileOfTheFolderThatIsNotOursToReadIsHeldAndItsBatchUntouched() throws IOException {
    Path file = dropped("a.jpg", "one");
    assertThat(file.toFile().setReadable(false, false)).isTrue();
    org.junit.jupiter.api.Assumptions.assumeFalse(
        Files.isReadable(file), "root reads everything; run as another user");
    InboxBounds bounds = bounds();
    FolderInbox inbox = inbox();
    assertThat(claimer(world, bounds).claim(closed(inbox, inbox.list()))).isNull();
    assertThat(bounds.held().get("folder: castle")).contains("cannot be read");
    assertThat(world.jobs.recent(java.util.Set.of(), 10, 0)).isEmpty();
    assertThat(file).exists();
    assertThat(Map.copyOf(bounds.held())).hasSize(1);
  }
}
