package org.e2e3d.pipeline;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides, from one listing alone, whether a batch is complete:
 *
 * <ol>
 *   <li>a temporary file that changed lately keeps it open, whatever else there is;
 *   <li>a {@code batch.json} closes it when every file it names is there in its size, and nothing
 *       changed for the settling time;
 *   <li>a {@code _READY} closes it when nothing changed for the settling time;
 *   <li>otherwise it is closed when nothing changed for the quiet period.
 * </ol>
 *
 * Nothing is remembered from poll to poll, so a restart forgets nothing.
 */
public final class Completeness {
  private static final Logger LOG = LoggerFactory.getLogger(Completeness.class);
  // a stalled upload may go on after a while; one that did not move for so long is given up
  private static final int ABANDONED_AFTER_QUIETS = 10;

  private final Duration quiet;
  private final Duration settle;
  private final InboxBounds bounds;
  private final Clock clock;
  private final Stillness stillness;

  /** Without bounds. */
  Completeness(Duration quiet, Duration settle, Clock clock) {
    this(
        quiet,
        settle,
        new InboxBounds(Integer.MAX_VALUE, Long.MAX_VALUE, Duration.ofDays(3650)),
        clock);
  }

  public Completeness(Duration quiet, Duration settle, InboxBounds bounds, Clock clock) {
    this(quiet, settle, bounds, clock, new Stillness(System::nanoTime));
  }

  Completeness(
      Duration quiet, Duration settle, InboxBounds bounds, Clock clock, Stillness stillness) {
    this.stillness = stillness;
    this.quiet = quiet;
    this.settle = settle;
    this.bounds = bounds;
    this.clock = clock;
  }

  /**
   * What was decided about a batch, and why.
   *
   * @param because a sentence without the subject: "_READY is there and …"
   */
  public record Decision(Drop drop, boolean closed, String because, Manifest manifest) {}

  public Decision decide(Drop drop) {
    Instant now = clock.instant();
    Decision decision = decide(drop, now);
    LOG.debug("{} is {}: {}", drop, decision.closed() ? "closed" : "open", decision.because());
    return decision;
  }

  private Decision decide(Drop drop, Instant now) {
    Optional<String> held = bounds.whyHeld(drop);
    if (held.isPresent()) {
      return open(drop, held.get());
    }
    List<InboxFile> members = drop.files().stream().filter(f -> drop.kind(f).belongs()).toList();
    if (members.isEmpty()) {
      return open(drop, "it has only hidden or temporary files");
    }
    Duration abandoned = quiet.multipliedBy(ABANDONED_AFTER_QUIETS);
    for (InboxFile file : drop.files()) {
      if (drop.kind(file) == FileKind.TEMPORARY && age(file, now).compareTo(abandoned) < 0) {
        return open(drop, "an upload seems to be under way: " + drop.within(file));
      }
    }
    InboxFile newest =
        members.stream().reduce((a, b) -> b.changed().isAfter(a.changed()) ? b : a).orElseThrow();
    Duration still = age(newest, now);
    if (newest.changed().isAfter(now)) {
      still = stillness.of(drop); // no time tells: the clock was set back
    } else {
      stillness.forget(drop);
    }
    boolean settled = still.compareTo(settle) >= 0;
    if (!settled || still.compareTo(quiet) < 0) {
      bounds.stillOpen(drop, members, newest, now);
    }

    if (members.stream().anyMatch(f -> drop.kind(f) == FileKind.MANIFEST)) {
      return settled
          ? byManifest(drop, members)
          : open(drop, "batch.json is there, but " + drop.within(newest) + " has just changed");
    }
    if (members.stream().anyMatch(f -> drop.kind(f) == FileKind.MARKER)) {
      return settled
          ? closed(drop, "_READY is there", Manifest.NONE)
          : open(drop, "_READY is there, but " + drop.within(newest) + " has just changed");
    }
    if (still.compareTo(quiet) >= 0) {
      return closed(drop, "nothing changed for " + quiet.toMillis() / 1000.0 + " s", Manifest.NONE);
    }
    return open(drop, drop.within(newest) + " changed " + still.toMillis() / 1000.0 + " s ago");
  }

  private static Decision byManifest(Drop drop, List<InboxFile> members) {
    String key =
        drop.folder().isEmpty()
            ? FileKind.MANIFEST_NAME
            : drop.folder() + "/" + FileKind.MANIFEST_NAME;
    Manifest manifest;
    try (InputStream in = drop.inbox().open(key)) {
      manifest = Manifest.read(in);
    } catch (FileNotFoundException e) {
      return open(drop, "batch.json is gone again");
    } catch (IOException e) {
      return open(drop, "batch.json cannot be read: " + e.getMessage());
    }
    if (!manifest.problem().isEmpty()) {
      return closed(drop, "batch.json is there, though it cannot be used", manifest);
    }
    Map<String, Long> there = new HashMap<>();
    members.forEach(file -> there.put(drop.within(file), file.size()));
    for (Manifest.Entry entry : manifest.files()) {
      Long size = there.get(entry.name());
      if (size == null) {
        return open(drop, "batch.json names a file that is not there: " + entry.name());
      }
      if (entry.size() >= 0 && size != entry.size()) {
        return open(
            drop, entry.name() + " has " + size + " bytes, batch.json says " + entry.size());
      }
    }
    return closed(
        drop, "batch.json is there with all " + manifest.files().size() + " files", manifest);
  }

  /** Never negative: a time in the future counts as now. */
  private static Duration age(InboxFile file, Instant now) {
    Duration age = Duration.between(file.changed(), now);
    return age.isNegative() ? Duration.ZERO : age;
  }

  private static Decision open(Drop drop, String because) {
    return new Decision(drop, false, because, Manifest.NONE);
  }

  private static Decision closed(Drop drop, String because, Manifest manifest) {
    return new Decision(drop, true, because, manifest);
  }
}
