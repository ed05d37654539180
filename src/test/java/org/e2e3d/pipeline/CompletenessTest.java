package org.e2e3d.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The decision table: quiet 10 s, settle 1 s. Files are {@code name@age}, age in seconds, separated
 * by spaces; the sizes are 3.
 */
final class CompletenessTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @ParameterizedTest(name = "{0} with manifest {1}: {2}, {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        // the quiet period
        "a.jpg@11 b.jpg@10                    |                        | true  | nothing changed",
        "a.jpg@11 b.jpg@9.9                   |                        | false | b.jpg changed",
        "a.jpg@11 b.jpg@-5                    |                        | false | b.jpg changed",
        // the marker
        "a.jpg@2 _READY@1                     |                        | true  | _READY",
        "a.jpg@2 _READY@0.5                   |                        | false | has just changed",
        "a.jpg@0.5 _READY@2                   |                        | false | a.jpg has just",
        "_READY@2                             |                        | true  | _READY",
        "sub/_READY@2 a.jpg@2                 |                        | false | changed 2.0 s",
        "a.jpg@2 _ready@2                     |                        | false | changed 2.0 s",
        // the manifest
        "a.jpg@2 batch.json@2                 | {}                     | true  | batch.json",
        "a.jpg@2 batch.json@2                 | {\"files\":[\"a.jpg\"]} | true  | all 1 files",
        "a.jpg@99 batch.json@99 _READY@99     | {\"files\":[\"b.jpg\"]} | false | not there: b.jpg",
        "a.jpg@99 batch.json@99 | {\"files\":[{\"name\":\"a.jpg\",\"size\":4}]} | false | has 3 bytes",
        "a.jpg@99 batch.json@99 | {\"files\":[{\"name\":\"a.jpg\",\"size\":3}]} | true | all 1 files",
        "a.jpg@2 batch.json@2                 | {\"files\":            | true  | cannot be used",
        "a.jpg@2 batch.json@0.5               | {}                     | false | has just changed",
        // what never closes a batch
        ".DS_Store@99 Thumbs.db@99            |                        | false | hidden or temporary",
        "a.jpg.part@99                        |                        | false | hidden or temporary",
        "a.jpg@99 b.jpg.part@20               |                        | false | under way: b.jpg.part",
        "a.jpg@99 b.jpg.part@20 _READY@99     |                        | false | under way: b.jpg.part",
        "a.jpg@99 b.jpg~@3                    |                        | false | under way: b.jpg~",
        "a.jpg@99 b.crdownload@3              |                        | false | under way",
        "a.jpg@99 b.jpg-01234567-89ab-cdef-0123-456789abcdef@3 |       | false | under way",
        "a.jpg@200 b.jpg.part@101             |                        | true  | nothing changed",
        "a.jpg@99 .hidden/x.jpg@0             |                        | true  | nothing changed",
      })
  void decides(String files, String manifest, boolean closed, String because) {
    Drop drop = drop(files, manifest);
    Completeness.Decision decision =
        new Completeness(
                Duration.ofSeconds(10), Duration.ofSeconds(1), Clock.fixed(NOW, ZoneOffset.UTC))
            .decide(drop);
    assertThat(decision.because()).contains(because);
    assertThat(decision.closed()).isEqualTo(closed);
  }

  @Test
  void aBatchFromTheFutureIsTakenWhenItLooksTheSameForLongEnough() {
    AtomicLong nanos = new AtomicLong();
    Completeness completeness =
        new Completeness(
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            new InboxBounds(100, 1000, Duration.ofDays(1)),
            Clock.fixed(NOW, ZoneOffset.UTC), // an hour before the files: it was set back
            new Stillness(nanos::get));
    Drop quiet = drop("a.jpg@-3600 b.jpg@-3500", null);
    assertThat(completeness.decide(quiet).closed()).isFalse();
    nanos.addAndGet(9_900_000_000L);
    assertThat(completeness.decide(drop("a.jpg@-3600 b.jpg@-3500", null)).closed()).isFalse();
    nanos.addAndGet(100_000_000L);
    assertThat(completeness.decide(drop("a.jpg@-3600 b.jpg@-3500", null)).closed()).isTrue();
    // one that changes is not still
    assertThat(completeness.decide(drop("a.jpg@-3600 b.jpg@-3610", null)).closed()).isFalse();
    nanos.addAndGet(9_900_000_000L);
    assertThat(completeness.decide(drop("a.jpg@-3600 b.jpg@-3620", null)).closed()).isFalse();
    // a marker needs it to be still for a moment only
    Drop marked = drop("a.jpg@-3600 _READY@-3600", null);
    assertThat(completeness.decide(marked).closed()).isFalse();
    nanos.addAndGet(1_000_000_000L);
    assertThat(completeness.decide(marked).closed()).isTrue();
  }

  private static Drop drop(String files, String manifest) {
    List<InboxFile> list = new ArrayList<>();
    for (String file : files.strip().split(" ")) {
      int at = file.lastIndexOf('@');
      long age = (long) (Double.parseDouble(file.substring(at + 1)) * 1000);
      list.add(new InboxFile("castle/" + file.substring(0, at), 3, NOW.minusMillis(age), "mark"));
    }
    Inbox inbox =
        new Inbox() {
          @Override
          public String kind() {
            return "folder";
          }

          @Override
          public String place(String folder) {
            return "file:///" + folder;
          }

          @Override
          public InputStream open(String key) throws IOException {
            if (!key.equals("castle/batch.json") || manifest == null) {
              throw new FileNotFoundException(key);
            }
            return new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8));
          }

          @Override
          public boolean remove(String key, String mark, String sha256) {
            return false;
          }

          @Override
          public void tidy(String folder) {}
        };
    return BatchScan.group(inbox, list).get(0);
  }
}
