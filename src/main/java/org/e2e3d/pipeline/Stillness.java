package org.e2e3d.pipeline;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How long batches have looked the same whose times cannot tell: they lie in the future, because
 * the clock was set back, or the store's is ahead. This alone is remembered from look to look; a
 * restart begins to wait anew, which is safe.
 */
final class Stillness {
  private static final int MOST = 10_000;
  private final LongSupplier nanoTime;
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  private record Seen(int files, int hash, long since) {}

  /**
   * @param nanoTime as System.nanoTime(), which no setting of clocks moves
   */
  Stillness(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Since when this very listing of a batch was seen. */
  Duration of(Drop drop) {
    if (seen.size() > MOST) {
      seen.clear(); // they are waited for anew
    }
    long now = nanoTime.getAsLong();
    int hash = drop.files().hashCode();
    Seen at =
        seen.compute(
            key(drop),
            (key, before) ->
                before != null && before.files() == drop.files().size() && before.hash() == hash
                    ? before
                    : new Seen(drop.files().size(), hash, now));
    return Duration.ofNanos(now - at.since());
  }

  /** Forgets a batch whose times tell again. */
  void forget(Drop drop) {
    seen.remove(key(drop));
  }

  private static String key(Drop drop) {
    return drop.inbox().kind() + "\n" + drop.folder();
  }
}
