package org.e2e3d.pipeline;

import org.e2e3d.job.FailureReason;
import org.e2e3d.job.JobException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the record of what was claimed to a job that was taken. */
public final class LoadClaim {
  private static final Logger LOG = LoggerFactory.getLogger(LoadClaim.class);

  private final ClaimStore claims;

  public LoadClaim(ClaimStore claims) {
    this.claims = claims;
  }

  /**
   * For a run.
   *
   * @throws JobException IMAGES_MISSING if the record is gone or damaged
   */
  public JobRun load(JobRun run) {
    return run.claim() == null ? run.with(claims.of(run.job())) : run;
  }

  /**
   * For a dead letter, which must be written also for a job whose record is gone: such a job's
   * images stay where its row says they are, and the letter says so.
   */
  public JobRun loadIfThere(JobRun run) {
    try {
      return load(run);
    } catch (JobException e) {
      if (e.failure().code() != FailureReason.IMAGES_MISSING) {
        throw e;
      }
      LOG.warn("{}; its images stay at {}", e.getMessage(), run.job().imagesAt());
      return run;
    }
  }
}
