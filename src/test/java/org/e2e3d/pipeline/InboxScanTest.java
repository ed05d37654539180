package org.e2e3d.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.minio.Result;
import io.minio.messages.Contents;
import io.minio.messages.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.e2e3d.engine.stage.ImageEvidence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at inboxes that somebody dropped too much, or odd things, into. */
final class InboxScanTest {
  @TempDir private Path root;

  // --- the folder

  @Test
  void aBatchOfVeryManyFilesIsHeldAndTheOthersAreTaken() throws IOException {
    for (int i = 0; i < 2000; i++) {
      drop("flood/" + i % 10 + "/" + i + ".jpg");
    }
    drop("castle/a.jpg");
    FolderInbox inbox = new FolderInbox(root, new Listing.Bounds(300, 10_000));
    List<Drop> drops = BatchScan.group(inbox, inbox.list());
    assertThat(drops).extracting(Drop::name).containsExactlyInAnyOrder("flood", "castle");
    assertThat(drop(drops, "flood").files()).hasSize(301);

    InboxBounds bounds = new InboxBounds(300, 1 << 20, Duration.ofDays(1));
    Completeness completeness =
        new Completeness(
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            bounds,
            Clock.fixed(Instant.now().plusSeconds(60), ZoneOffset.UTC));
    assertThat(completeness.decide(drop(drops, "castle")).closed()).isTrue();
    Completeness.Decision held = completeness.decide(drop(drops, "flood"));
    assertThat(held.closed()).isFalse();
    assertThat(held.because()).contains("more than 300 files").contains("e2e3d.batch.max-files");
    assertThat(bounds.held()).containsOnlyKeys("folder: flood");
    // and is forgotten when it is gone
    bounds.seen("folder", List.of("castle"));
    assertThat(bounds.held()).isEmpty();
  }

  @Test
  void aLookSeesABoundedNumberOfFilesAndNoHalfBatches() throws IOException {
    for (int batch = 0; batch < 40; batch++) {
      for (int i = 0; i < 10; i++) {
        drop("b" + batch + "/" + i + ".jpg");
      }
    }
    FolderInbox inbox = new FolderInbox(root, new Listing.Bounds(50, 105));
    List<Drop> drops = BatchScan.group(inbox, inbox.list());
    assertThat(drops).hasSize(10).allSatisfy(drop -> assertThat(drop.files()).hasSize(10));
  }

  @Test
  void linksAreNotFollowedAndStandInTheNotes(@TempDir Path elsewhere) throws IOException {
    Files.writeString(elsewhere.resolve("secret.jpg"), "secret");
    drop("castle/a.jpg");
    Files.createSymbolicLink(root.resolve("castle/link.jpg"), elsewhere.resolve("secret.jpg"));
    Files.createSymbolicLink(root.resolve("castle/all"), elsewhere);
    Files.createSymbolicLink(root.resolve("castle/round"), root);
    Files.createSymbolicLink(root.resolve("whole"), elsewhere);
    FolderInbox inbox = new FolderInbox(root);
    assertThat(inbox.list()).extracting(InboxFile::key).containsExactly("castle/a.jpg");
    assertThat(inbox.notTaken("castle"))
        .extracting(ImageEvidence::image)
        .containsExactlyInAnyOrder("link.jpg", "all", "round");
  }

  @Test
  void litterGoesWithTheBatchAndOtherHiddenFilesStay() throws IOException {
    drop("castle/.DS_Store");
    drop("castle/x/Thumbs.db");
    drop("castle/._a.jpg");
    drop("tower/.keep-me.jpg");
    FolderInbox inbox = new FolderInbox(root);
    assertThat(inbox.list()).isEmpty();
    inbox.tidy("castle");
    inbox.tidy("tower");
    assertThat(root.resolve("castle")).doesNotExist();
    assertThat(root.resolve("tower/.keep-me.jpg")).exists();
  }

  // --- the bucket

  @Test
  void amongAHundredThousandObjectsEveryLookIsBoundedAndEveryBatchHasItsTurn() {
    // 100,000 in one batch, between two ordinary ones, and 30 batches after it
    List<String> keys = new ArrayList<>();
    keys.add("a/1.jpg");
    IntStream.range(0, 100_000).forEach(i -> keys.add("flood/%06d.jpg".formatted(i)));
    IntStream.range(0, 300).forEach(i -> keys.add("x%02d/%d.jpg".formatted(i / 10, i % 10)));
    BucketInbox inbox = new BucketInbox(null, "inbox", new Listing.Bounds(50, 205));

    List<String> taken = new ArrayList<>();
    for (int look = 0; look < 3; look++) {
      String after = inbox.whole().build().startAfter();
      AtomicInteger fetched = new AtomicInteger();
      List<InboxFile> files = inbox.list(listing(keys, after == null ? "" : after, fetched));
      assertThat(fetched.get()).isLessThanOrEqualTo(206);
      assertThat(files).hasSizeLessThanOrEqualTo(205);
      for (Drop drop : BatchScan.group(inbox, files)) {
        assertThat(drop.files()).as(drop.name()).hasSize(size(drop.name()));
        taken.add(drop.name());
      }
    }
    List<String> all = new ArrayList<>(List.of("a", "flood"));
    IntStream.range(0, 30).forEach(i -> all.add("x%02d".formatted(i)));
    assertThat(taken).containsExactlyInAnyOrderElementsOf(all);
    assertThat(inbox.whole().build().startAfter()).as("it begins again").isNull();
  }

  private static int size(String batch) {
    return batch.equals("a") ? 1 : batch.equals("flood") ? 51 : 10;
  }

  // --- files that never stop growing

  @Test
  void aFileThatNeverStopsGrowingKeepsItsBatchOpenAndIsToldOf() {
    Instant now = Instant.parse("2026-11-23T12:00:00Z");
    InboxBounds bounds = new InboxBounds(100, 1000, Duration.ofHours(1));
    Completeness completeness =
        new Completeness(
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            bounds,
            Clock.fixed(now, ZoneOffset.UTC));
    FolderInbox inbox = new FolderInbox(root);
    Drop young = growing(inbox, now, 30, 10);
    assertThat(completeness.decide(young).closed()).isFalse();
    assertThat(bounds.held()).isEmpty();

    Drop old = growing(inbox, now, 90, 10);
    assertThat(completeness.decide(old).closed()).isFalse();
    assertThat(bounds.held().get("folder: castle"))
        .contains("more than 60 min")
        .contains("e2e3d.inbox.max-wait")
        .contains("b.jpg");

    Drop large = growing(inbox, now, 1, 5000);
    assertThat(completeness.decide(large).closed()).isFalse();
    assertThat(bounds.held().get("folder: castle"))
        .contains("5003 bytes")
        .contains("e2e3d.batch.max-bytes");
  }

  private static Drop growing(Inbox inbox, Instant now, long minutes, long bytes) {
    return BatchScan.group(
            inbox,
            List.of(
                new InboxFile("castle/a.jpg", 3, now.minusSeconds(60 * minutes), "m"),
                new InboxFile("castle/b.jpg", bytes, now, "m"),
                new InboxFile("castle/_READY", 0, now.minusSeconds(60 * minutes), "m")))
        .get(0);
  }

  private void drop(String file) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.createFile(path);
  }

  private static Drop drop(List<Drop> drops, String name) {
    return drops.stream().filter(drop -> drop.name().equals(name)).findFirst().orElseThrow();
  }

  /** A listing as the client gives it: in order, fetched as the iteration goes on. */
  private static Iterable<Result<Item>> listing(
      List<String> keys, String after, AtomicInteger fetched) {
    Stream<Result<Item>> results =
        keys.stream()
            .filter(key -> key.compareTo(after) > 0)
            .map(
                key -> {
                  fetched.incrementAndGet();
                  return new Result<>(new Listed(key));
                });
    Iterator<Result<Item>> iterator = results.iterator();
    return () -> iterator;
  }

  private static final class Listed extends Contents {
    private final String key;

    Listed(String key) {
      this.key = key;
    }

    @Override
    public String objectName() {
      return key;
    }

    @Override
    public long size() {
      return 1;
    }

    @Override
    public String etag() {
      return "e";
    }

    @Override
    public ZonedDateTime lastModified() {
      return ZonedDateTime.now(ZoneOffset.UTC);
    }

    @Override
    public boolean isDir() {
      return false;
    }
  }
}
