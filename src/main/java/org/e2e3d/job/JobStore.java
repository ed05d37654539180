package org.e2e3d.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rows of the jobs. A change that a method reports as done is on disk. Safe for many threads
 * and many processes at once: every change is a compare-and-set. All methods throw {@link
 * JobStoreException} if the database cannot be reached or fails.
 */
public interface JobStore extends AutoCloseable {

  /**
   * Claims: inserts a new job.
   *
   * @return false, and nothing is changed, if there is a job of this id already
   */
  boolean insert(Job job);

  /** The job of an id. */
  Optional<Job> find(String id);

  /**
   * Puts a changed copy in place of a job, if nobody changed the job since it was read. The change
   * and its time go into the history. Progress, heartbeat-only and sent marks do not count as
   * changes.
   *
   * @param seen the job as it was read
   * @param next the changed copy: same id, and the same state or one that may follow
   * @return the job as it now stands, or empty if somebody else was faster
   */
  Optional<Job> replace(Job seen, Job next);

  /**
   * A worker's sign of life, with its progress.
   *
   * @param job the job as the worker took it: its worker and attempt must still be the row's
   */
  Lease heartbeat(Job job, Progress progress, Instant now);

  /**
   * Marks that the queue was given a message for the job; nothing if it is no longer queued.
   *
   * @param at when; null if it turned out that the queue has none
   */
  void markSent(String id, Instant at);

  /**
   * Asks for a job to be stopped; its worker learns of it by the next heartbeat.
   *
   * @return false if there is no such job or it is in a final state
   */
  boolean requestCancel(String id, Instant now);

  /** Every message sent so far counts as lost: the broker may have been. */
  void forgetSent();

  /**
   * Queued jobs that are due and whose message was never sent or was sent long ago, oldest first.
   *
   * @param sentBefore messages older than this are taken as lost
   * @param latest no clock that goes right writes a later time than this: what is due later, or was
   *     sent later, was written by a clock that has been set back, and counts as due, or as lost
   */
  List<Job> toSend(Instant now, Instant sentBefore, Instant latest, int limit);

  /**
   * Jobs that somebody should be working on: RUNNING, PUBLISHING, FAILING and CLAIMED ones; those
   * whose last sign of life is the oldest first.
   */
  List<Job> inHands();

  /** Jobs in any of these states, newest first; all states if the set is empty. */
  List<Job> recent(Set<JobState> states, int limit, int offset);

  /** The jobs of a batch name, newest first. */
  List<Job> ofBatch(String batch, int limit);

  /** How many jobs are in each state; every state is a key. */
  Map<JobState, Long> counts();

  /** The accepted changes of a job, oldest first. */
  List<Change> history(String id);

  /** Forgets jobs in a final state that finished before a time, and their history. */
  int forgetFinished(Instant before);

  /**
   * Mends rows that cannot be read. Lists leave such rows out; a job that cannot go on as it was
   * asked becomes FAILING.
   *
   * @param all false for those only that a list met since the last call
   * @return ids of the mended jobs
   */
  List<String> mend(boolean all, Instant now);

  /** How long a trivial query takes; throws if the database does not answer. For health checks. */
  Duration ping();

  @Override
  void close();

  /** What a worker may think after a heartbeat. */
  enum Lease {
    /** The job is still the worker's. */
    HELD,
    /** The job is still the worker's, and a person asked to stop it. */
    CANCEL_REQUESTED,
    /** The job was given to another or is over: stop, and change nothing. */
    LOST
  }

  /**
   * One accepted change.
   *
   * @param note the code of the failure it came with; empty if none
   */
  record Change(
      long version, JobState state, int attempt, String worker, String note, Instant at) {}
}
