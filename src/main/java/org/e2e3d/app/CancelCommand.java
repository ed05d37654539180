package org.e2e3d.app;

import org.e2e3d.job.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cancel}: stops a queued or running job. */
@Command(
    name = "cancel",
    mixinStandardHelpOptions = true,
    description = {
      "Stops a queued or running job. Its images go to the dead letters, from where it can be replayed.",
      "Works beside a running service and without one; then the next start ends the job."
    })
final class CancelCommand extends DeskCommand {
  @Parameters(paramLabel = "BATCH", description = "Name of the batch, or a job's id.")
  private String batch;

  @Override
  int at(JobDesk desk, Settings settings) {
    Job job = desk.letters().cancel(batch);
    System.out.println("job " + job.id() + " is to be cancelled; it was " + job.state());
    sayIfNobodyServes(desk, settings);
    return 0;
  }
}
