package org.e2e3d.pipeline;

import java.nio.file.Path;
import org.e2e3d.engine.EngineOutcome;
import org.e2e3d.job.Job;

/**
 * A job in a worker's hands: what the run, publish and dead-letter routes carry as their body.
 *
 * @param job its row as this worker last wrote it
 * @param claim what was claimed; null before it was loaded, or if the record is gone
 * @param folder its scratch folder
 * @param built what the engine built; null before
 */
public record JobRun(Job job, Claim claim, Path folder, EngineOutcome.Built built) {

  JobRun with(Job now) {
    return new JobRun(now, claim, folder, built);
  }

  JobRun with(Claim claimed) {
    return new JobRun(job, claimed, folder, built);
  }

  JobRun with(EngineOutcome.Built model) {
    return new JobRun(job, claim, folder, model);
  }

  /** The images, under safe local names. */
  Path images() {
    return folder.resolve("images");
  }

  /** The engine's checkpoints. */
  Path stages() {
    return folder.resolve("stages");
  }

  Path output() {
    return folder.resolve("output");
  }

  Path log() {
    return folder.resolve("engine.log");
  }

  /** What the routes ask of a job, in words. */
  public String getState() {
    return job.state().name();
  }

  public String getId() {
    return job.id();
  }

  @Override
  public String toString() {
    return "job " + job.id();
  }
}
