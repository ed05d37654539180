package org.e2e3d.app;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.e2e3d.job.JobStoreException;
import org.e2e3d.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits at the start for a store and a database that run elsewhere: machines come up in any order.
 * What refuses (a wrong password, a bucket that is another's) does not come by waiting, and neither
 * does an embedded part: both end the start.
 */
final class Arrival {
  private static final Logger LOG = LoggerFactory.getLogger(Arrival.class);
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final boolean storeElsewhere;
  private final boolean databaseElsewhere;

  Arrival(Settings settings) {
    storeElsewhere = settings.store().endpoint().isPresent();
    databaseElsewhere = settings.database().url().isPresent();
  }

  /** Something that needs both. */
  interface Step {
    void take() throws Exception;
  }

  /** Takes a step, again and again with a growing pause, until it is done. */
  void await(Step step) throws Exception {
    Duration pause = FIRST;
    boolean waited = false;
    while (true) {
      try {
        step.take();
        if (waited) {
          LOG.info("all parts answer");
        }
        return;
      } catch (StorageException e) {
        if (!storeElsewhere || e.kind() != StorageException.Kind.UNREACHABLE) {
          throw e;
        }
        say("store", e, pause);
      } catch (JobStoreException e) {
        if (!databaseElsewhere || !e.isAway()) {
          throw e;
        }
        say("database", e, pause);
      }
      waited = true;
      long millis = pause.toMillis();
      TimeUnit.MILLISECONDS.sleep(
          millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
      Duration doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }
  }

  private static void say(String part, RuntimeException e, Duration pause) {
    LOG.warn(
        "the {} does not answer, nothing is taken until it does; asked again within {} s: {}",
        part,
        pause.toMillis() / 1000.0,
        e.getMessage());
  }
}
