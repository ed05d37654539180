package org.e2e3d.pipeline;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobIds;
import org.e2e3d.job.JobStore;
import org.e2e3d.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims a closed batch: one job for one drop. The job's id comes from the batch's name and
 * content, and the row is unique on it, so neither a restart nor a second node makes a second job
 * of it. The files stay in the inbox until the job has ended.
 */
public final class ClaimBatch {
  private static final Logger LOG = LoggerFactory.getLogger(ClaimBatch.class);
  private static final int LOOK_BACK = 50;

  private final JobStore jobs;
  private final ClaimStore claims;
  private final BatchDigest digests;
  private final SecondDrop secondDrop;
  private final BatchBounds bounds;
  private final InboxBounds inboxBounds;
  private final Clock clock;

  public ClaimBatch(
      JobStore jobs,
      ClaimStore claims,
      BatchDigest digests,
      SecondDrop secondDrop,
      BatchBounds bounds,
      InboxBounds inboxBounds,
      Clock clock) {
    this.jobs = jobs;
    this.claims = claims;
    this.digests = digests;
    this.secondDrop = secondDrop;
    this.bounds = bounds;
    this.inboxBounds = inboxBounds;
    this.clock = clock;
  }

  /**
   * Claims.
   *
   * @return id of a job that the queue must be told of; null if there is nothing new to do
   */
  public String claim(Completeness.Decision decision) throws IOException {
    Drop drop = decision.drop();
    Optional<Job> atWork = atWork(drop);
    if (atWork.isPresent()) {
      LOG.debug("{} waits for {}, which is {}", drop, atWork.get().id(), atWork.get().state());
      return null;
    }
    if (removedLateMarker(drop)) {
      return null;
    }
    List<Claim.Item> items;
    try {
      items = digests.items(drop);
    } catch (FileNotFoundException e) {
      LOG.info("{} changed while it was read ({}); the next look decides", drop, e.getMessage());
      return null;
    } catch (StorageException e) {
      if (e.isTransient()) {
        throw e;
      }
      inboxBounds.cannotBeRead(drop, e);
      return null;
    } catch (IOException e) {
      if (!(drop.inbox() instanceof FolderInbox)) {
        throw e; // a connection that broke off
      }
      inboxBounds.cannotBeRead(drop, e);
      return null;
    }
    inboxBounds.couldBeRead(drop);
    String digest = BatchDigest.of(items, decision.manifest().options());
    String id = JobIds.of(drop.name(), digest);
    Optional<Job> before = last(id);
    if (before.isPresent()) {
      return secondDrop.settle(drop, items, before.get());
    }
    return insert(decision, items, digest, id);
  }

  private String insert(
      Completeness.Decision decision, List<Claim.Item> items, String digest, String id) {
    Drop drop = decision.drop();
    Instant now = clock.instant();
    Claim claim =
        new Claim(
            id,
            drop.name(),
            drop.inbox().kind(),
            drop.folder(),
            decision.because(),
            now,
            new TreeMap<>(decision.manifest().options()),
            decision.manifest().problem(),
            items,
            drop.inbox().notTaken(drop.folder()));
    claims.put(claim);
    Job job =
        Job.claim(
            drop.name(),
            digest,
            drop.inbox().kind(),
            decision.because(),
            claim.images().size(),
            claim.inputBytes(),
            claim.options(),
            drop.place(),
            now);
    if (!jobs.insert(job)) {
      return null; // another node was faster
    }
    LOG.info(
        "{} is job {}: {} images, {} MB; closed because {}",
        drop,
        id,
        job.images(),
        job.imageBytes() / 1_000_000,
        decision.because());
    List<String> others = BatchBounds.others(claim).stream().map(ImageEvidence::image).toList();
    if (!others.isEmpty()) {
      LOG.info("{}: kept with the batch but not used, being no images: {}", drop, others);
    }
    return bounds.admit(job, claim, now).map(Job::id).orElse(null);
  }

  /**
   * A marker that came while the batch, closed by its quiet period, was already being worked on is
   * no batch of its own.
   */
  private boolean removedLateMarker(Drop drop) throws IOException {
    if (drop.files().size() != 1 || drop.kind(drop.files().get(0)) != FileKind.MARKER) {
      return false;
    }
    InboxFile marker = drop.files().get(0);
    boolean late =
        jobs.ofBatch(drop.name(), LOOK_BACK).stream()
            .filter(job -> job.source().equals(drop.inbox().kind()) && job.finished() != null)
            .anyMatch(
                job ->
                    job.created().isBefore(marker.changed())
                        && job.finished().isAfter(marker.changed()));
    if (late && drop.inbox().remove(marker.key(), marker.mark(), "")) {
      drop.inbox().tidy(drop.folder());
      LOG.info("{}: its marker came after it was taken, and is removed", drop);
      return true;
    }
    return false;
  }

  /** A job that has not ended and whose images lie where this batch lies. */
  private Optional<Job> atWork(Drop drop) {
    String place = drop.place();
    return jobs.ofBatch(drop.name(), LOOK_BACK).stream()
        .filter(job -> !job.state().isFinal())
        .filter(job -> job.imagesAt().equals(place) || job.source().equals(drop.inbox().kind()))
        .findFirst();
  }

  /** The last of a job and its replays. */
  private Optional<Job> last(String id) {
    Optional<Job> job = jobs.find(id);
    Optional<Job> next = job;
    while (next.isPresent()) {
      job = next;
      next = jobs.find(JobIds.replay(next.get().id()));
    }
    return job;
  }
}
