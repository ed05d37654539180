package org.e2e3d.pipeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobState;
import org.e2e3d.job.JobStore;

/**
 * How the service stands, read from the rows alone, so it can be asked beside a running service and
 * without one.
 *
 * @param at when
 * @param counts jobs in each state
 * @param open jobs that have not ended, the oldest first
 * @param ended the last that have, the newest first
 */
public record StatusReport(
    Instant at, Map<JobState, Long> counts, List<Job> open, List<Job> ended) {
  private static final Set<JobState> FINAL = EnumSet.of(JobState.COMPLETED, JobState.FAILED);

  public StatusReport {
    counts = Map.copyOf(counts);
    open = List.copyOf(open);
    ended = List.copyOf(ended);
  }

  /**
   * @param limit the most jobs of each list
   */
  public static StatusReport of(JobStore jobs, int limit, Instant now) {
    List<Job> open =
        new ArrayList<>(jobs.recent(EnumSet.complementOf(EnumSet.copyOf(FINAL)), limit, 0));
    Collections.reverse(open);
    return new StatusReport(now, jobs.counts(), open, jobs.recent(FINAL, limit, 0));
  }

  /** One line a job, for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    open.forEach(job -> lines.add(line(job)));
    ended.forEach(job -> lines.add(line(job)));
    return lines;
  }

  private static String line(Job job) {
    String text =
        String.format(
            Locale.ROOT,
            "%-10s %-48s %4d images  ",
            job.state().name().toLowerCase(Locale.ROOT),
            job.id(),
            job.images());
    return text
        + switch (job.state()) {
          case RUNNING, PUBLISHING ->
              String.format(
                  Locale.ROOT,
                  "%s %d %%%s, attempt %d",
                  job.progress().stage(),
                  (int) (job.progress().fraction() * 100),
                  job.progress().secondsLeft() < 0
                      ? ""
                      : ", " + job.progress().secondsLeft() + " s left",
                  job.attempt());
          case COMPLETED -> "models/" + job.modelAt() + (job.partial() ? " (partial)" : "");
          case CLAIMED, QUEUED, FAILING, FAILED ->
              job.whyNot().map(why -> why.code() + ": " + why.message()).orElse("");
        };
  }
}
