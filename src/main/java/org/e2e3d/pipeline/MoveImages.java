package org.e2e3d.pipeline;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves a job's files to their last place: copy each and verify, let the row say so, and only then
 * remove them from where they were. Every step may be repeated; between any two the row names a
 * place where all of them are.
 */
public final class MoveImages {
  private static final Logger LOG = LoggerFactory.getLogger(MoveImages.class);

  private final ImagePlaces places;
  private final JobStore jobs;
  private final Clock clock;

  public MoveImages(ImagePlaces places, JobStore jobs, Clock clock) {
    this.places = places;
    this.jobs = jobs;
    this.clock = clock;
  }

  /**
   * What came of a move.
   *
   * @param run the job, whose row names the new place
   * @param lost names of files that were gone or changed, and so could not be moved
   */
  record Moved(JobRun run, List<String> lost) {}

  /** Moves; what is at the new place already stays. */
  Moved move(JobRun run, String bucket, String prefix) throws IOException {
    String target = Buckets.place(bucket, prefix);
    List<String> lost = new ArrayList<>();
    Job job = run.job();
    if (!job.imagesAt().equals(target)) {
      ImagePlaces.Place from = places.of(job);
      List<Claim.Item> copied = new ArrayList<>();
      for (Claim.Item item : run.claim().files()) {
        // what the job fetched before it was removed or changed is as good
        if (places.copy(from, item, bucket, prefix)
            || places.copy(ImagePlaces.fetched(run), item, bucket, prefix)) {
          copied.add(item);
        } else {
          lost.add(item.name());
        }
      }
      String old = job.imagesAt();
      job = replaced(job, job.withImagesAt(target, clock.instant()));
      updatePredecessor(job, old);
      remove(from, copied);
    }
    // from the inbox too, in case an earlier attempt died before it had done so
    if (job.predecessor().isEmpty()) {
      // but never one that was not copied
      List<Claim.Item> kept = new ArrayList<>();
      for (Claim.Item item : run.claim().files()) {
        if (places.holds(bucket, prefix, item)) {
          kept.add(item);
        }
      }
      remove(places.inbox(run.claim()), kept);
      places.tidyInbox(run.claim());
    }
    return new Moved(run.with(job), lost);
  }

  private static void remove(ImagePlaces.Place place, List<Claim.Item> items) throws IOException {
    for (Claim.Item item : items) {
      if (!place.remove(item)) {
        LOG.warn("{} stays in the inbox: it changed after the batch was taken", item.name());
      }
    }
  }

  /** The job that was replayed must not go on naming a place where nothing is any more. */
  private void updatePredecessor(Job job, String old) {
    Optional<Job> before =
        job.predecessor().isEmpty() ? Optional.empty() : jobs.find(job.predecessor());
    if (before.isPresent() && before.get().imagesAt().equals(old)) {
      jobs.replace(before.get(), before.get().withImagesAt(job.imagesAt(), clock.instant()));
    }
  }

  private Job replaced(Job seen, Job next) {
    return jobs.replace(seen, next).orElseThrow(() -> new LostJobException(seen.id()));
  }
}
