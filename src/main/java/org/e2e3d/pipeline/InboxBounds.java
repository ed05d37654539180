package org.e2e3d.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds batches in their inbox that cannot be taken as they are: more files than anybody could
 * mean, files that cannot be read, files that never stop growing. Nothing of a held batch is
 * touched; the log, JMX and metrics say that it is held and why.
 */
public final class InboxBounds {
  private static final Logger LOG = LoggerFactory.getLogger(InboxBounds.class);

  private static final Duration READ_AGAIN = Duration.ofSeconds(15);

  private final int maxFiles;
  private final long maxBytes;
  private final Duration maxWait;
  // inbox kind, newline, folder -> why
  private final Map<String, String> held = new ConcurrentHashMap<>();
  private final Map<String, Unreadable> unreadable = new ConcurrentHashMap<>();

  private record Unreadable(String why, long untilNanos) {}

  /**
   * @param maxFiles the most files of a batch, of whatever kind
   * @param maxBytes the most bytes of a batch that is still growing
   * @param maxWait for how long a batch may go on changing before that is told
   */
  public InboxBounds(int maxFiles, long maxBytes, Duration maxWait) {
    this.maxFiles = maxFiles;
    this.maxBytes = maxBytes;
    this.maxWait = maxWait;
  }

  /** Why a batch cannot be taken now, whatever its markers say; empty if it can. */
  Optional<String> whyHeld(Drop drop) {
    Optional<String> why =
        drop.files().size() > maxFiles
            ? Optional.of("it has more than " + maxFiles + " files (e2e3d.batch.max-files)")
            : drop.inbox().trouble(drop.folder()).or(() -> unreadable(drop));
    note(drop, why);
    return why;
  }

  private Optional<String> unreadable(Drop drop) {
    Unreadable last = unreadable.get(key(drop.inbox().kind(), drop.folder()));
    return last == null || System.nanoTime() - last.untilNanos() > 0
        ? Optional.empty()
        : Optional.of(last.why());
  }

  /**
   * Takes note of a batch that is closed, and of which a file cannot be read. It is held for a
   * while; then its files are read again.
   */
  void cannotBeRead(Drop drop, Exception e) {
    String why = "a file of it cannot be read: " + e;
    String key = key(drop.inbox().kind(), drop.folder());
    Unreadable before =
        unreadable.put(key, new Unreadable(why, System.nanoTime() + READ_AGAIN.toNanos()));
    held.put(key, why);
    if (before == null || !before.why().equals(why)) {
      LOG.warn("{} is held in the inbox: {}", drop, why);
    }
  }

  /** Takes note of a batch whose files were all read. */
  void couldBeRead(Drop drop) {
    unreadable.remove(key(drop.inbox().kind(), drop.folder()));
  }

  /**
   * Takes note of a batch that is not closed because it still changes.
   *
   * @param newest the file that changed last
   */
  void stillOpen(Drop drop, List<InboxFile> members, InboxFile newest, Instant now) {
    long bytes = members.stream().mapToLong(InboxFile::size).sum();
    Instant oldest = members.stream().map(InboxFile::changed).min(Instant::compareTo).orElse(now);
    Optional<String> why = Optional.empty();
    if (bytes > maxBytes) {
      why = Optional.of("it has " + bytes + " bytes and still grows (e2e3d.batch.max-bytes)");
    } else if (Duration.between(oldest, now).compareTo(maxWait) > 0) {
      why =
          Optional.of(
              "it has been changing for more than "
                  + maxWait.toMinutes()
                  + " min (e2e3d.inbox.max-wait), last "
                  + drop.within(newest));
    }
    note(drop, why);
  }

  private void note(Drop drop, Optional<String> why) {
    String key = key(drop.inbox().kind(), drop.folder());
    if (why.isEmpty()) {
      held.remove(key);
    } else if (!why.get().equals(held.put(key, why.get()))) {
      LOG.warn("{} is held in the inbox: {}", drop, why.get());
    }
  }

  /** Forgets batches that a look at an inbox no longer saw. */
  void seen(String inbox, Collection<String> folders) {
    Set<String> there = folders.stream().map(f -> key(inbox, f)).collect(Collectors.toSet());
    held.keySet().removeIf(key -> key.startsWith(inbox + "\n") && !there.contains(key));
    unreadable.keySet().removeIf(key -> key.startsWith(inbox + "\n") && !there.contains(key));
  }

  /** The held batches, {@code inbox: folder}, and why. */
  public Map<String, String> held() {
    Map<String, String> told = new TreeMap<>();
    held.forEach((key, why) -> told.put(key.replaceFirst("\n", ": "), why));
    return told;
  }

  private static String key(String inbox, String folder) {
    return inbox + "\n" + folder;
  }
}
