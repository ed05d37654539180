package org.e2e3d.pipeline;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when the same batch is dropped again. It makes no second model: when every file is
 * verified to be kept already, in the archive or in the dead letter, the second copies are removed
 * from the inbox. Dropping a batch again whose job failed means: try again; it is replayed.
 */
public final class SecondDrop {
  private static final Logger LOG = LoggerFactory.getLogger(SecondDrop.class);

  private final ImagePlaces places;
  private final Buckets buckets;
  private final Replay replay;
  private final Clock clock;

  public SecondDrop(ImagePlaces places, Buckets buckets, Replay replay, Clock clock) {
    this.places = places;
    this.buckets = buckets;
    this.replay = replay;
    this.clock = clock;
  }

  /**
   * Settles.
   *
   * @param before the last job that this content made
   * @return id of a job the queue must be told of; null if there is none
   */
  String settle(Drop drop, List<Claim.Item> items, Job before) throws IOException {
    if (!before.state().isFinal()) {
      LOG.debug("{} waits: {} is at work on the same content", drop, before.id());
      return null;
    }
    for (Claim.Item item : items) {
      if (!kept(before, item)) {
        String prefix = Buckets.images(before);
        String bucket =
            before.state() == JobState.COMPLETED ? buckets.archive() : buckets.deadLetter();
        LOG.warn("{} of {} was not kept from the first time; it is now", item.name(), drop);
        if (!places.copy(placeOf(drop), item, bucket, prefix)) {
          return null; // changed under our hands; the next look decides
        }
      }
    }
    for (Claim.Item item : items) {
      placeOf(drop).remove(item);
    }
    drop.inbox().tidy(drop.folder());
    LOG.info(
        "{} is the same as job {}, {} at {}; its second copy is removed from the inbox",
        drop,
        before.id(),
        before.state(),
        clock.instant());
    if (before.state() != JobState.FAILED) {
      return null;
    }
    replay.restoreClaim(before, drop, items);
    Job kept =
        before.imagesAt().isEmpty()
            ? replay.foundAgain(before, buckets.letterPlace(before))
            : before;
    return replay.replay(kept, Map.of()).id();
  }

  private boolean kept(Job job, Claim.Item item) {
    for (String bucket : new String[] {buckets.archive(), buckets.deadLetter()}) {
      String start = Buckets.place(bucket, "");
      if (job.imagesAt().startsWith(start)
          && places.holds(bucket, job.imagesAt().substring(start.length()), item)) {
        return true;
      }
    }
    return false;
  }

  private static ImagePlaces.Place placeOf(Drop drop) {
    return new ImagePlaces.Place() {
      @Override
      public java.io.InputStream open(Claim.Item item) throws IOException {
        return drop.inbox().open(item.key());
      }

      @Override
      public boolean remove(Claim.Item item) throws IOException {
        return drop.inbox().remove(item.key(), item.mark(), item.sha256());
      }
    };
  }
}
