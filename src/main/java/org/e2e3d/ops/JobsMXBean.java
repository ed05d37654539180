package org.e2e3d.ops;

import java.util.List;
import java.util.Map;

/** The jobs, for JConsole and Jolokia. */
public interface JobsMXBean {

  /** How many jobs are in each state. */
  Map<String, Long> getByState();

  /** Jobs that are being worked on. */
  List<InFlight> getInFlight();

  /** The last jobs that ended without a model, newest first: {@code id: CODE: message}. */
  List<String> getDeadLetters();

  /** Messages in the job queue; -1 if the broker does not tell. */
  long getQueueDepth();

  /** Batches in the inboxes at the last look. */
  long getInboxBatches();

  /** Batches that are left untouched in an inbox, {@code inbox: batch: why}. */
  List<String> getHeld();

  /** A job and its accepted changes, one a line. */
  String show(String job);

  /**
   * Runs a batch again.
   *
   * @param batchOrJob a job's id, or a batch's name for its newest job; it must have ended
   * @return id of the new job
   */
  String replay(String batchOrJob);

  /**
   * Runs a batch again with changes.
   *
   * @param changes words {@code NAME=VALUE} with spaces between: {@code preset=low}, {@code
   *     dense.maxImageSize=1600}, {@code exclude=IMAGE}
   * @return id of the new job
   */
  String replay(String batchOrJob, String changes);

  /** A dead letter's failure.json. */
  String showDeadLetter(String batchOrJob);

  /**
   * Throws a dead letter away, with its images. There is no way back.
   *
   * @return id of its job
   */
  String discard(String job);

  /**
   * Asks for a queued or running job to be stopped; its images go to the dead letters.
   *
   * @param batchOrJob a job's id, or a batch's name for its newest job
   * @return false if there is no such job or it has ended
   */
  boolean cancel(String batchOrJob);

  /**
   * A job in a worker's hands.
   *
   * @param percent of the whole, 0 to 100
   * @param secondsLeft -1 if it cannot be told
   */
  record InFlight(
      String job,
      String batch,
      String state,
      String stage,
      int percent,
      long secondsLeft,
      int attempt,
      String worker) {}
}
