package org.e2e3d.app;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import org.e2e3d.engine.ReconstructionOptions;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobStore;
import org.e2e3d.pipeline.BatchBounds;
import org.e2e3d.pipeline.ClaimStore;
import org.e2e3d.pipeline.Replay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay}: sends a batch again. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a batch again, with other options if wanted: one from the dead letters, or a finished one.",
      "Works beside a running service and without one; the job runs when the service does."
    })
final class ReplayCommand implements Callable<Integer> {
  @Mixin private ServiceFlags flags;

  @Parameters(paramLabel = "BATCH", description = "Name of the batch, or a job's id.")
  private String batch;

  @Option(names = "--preset", description = "low, medium or high; as before if not given.")
  private Preset preset;

  @Option(
      names = "--option",
      paramLabel = "STAGE.FIELD=VALUE",
      description = "One option of one stage, such as dense.maxImageSize=1600; may be repeated.")
  private Map<String, String> options = new LinkedHashMap<>();

  @Override
  public Integer call() {
    Settings settings = flags.settings();
    ReconstructionOptions.of(preset == null ? settings.jobs().preset() : preset).with(options);
    Map<String, String> wanted = new LinkedHashMap<>(options);
    if (preset != null) {
      wanted.put("preset", preset.name().toLowerCase(Locale.ROOT));
    }
    try (StoreAccess access = StoreAccess.open(settings);
        JobStore jobs = JobStores.open(settings)) {
      Replay replay =
          new Replay(
              jobs,
              new ClaimStore(access.store(), Wiring.buckets(settings)),
              new BatchBounds(jobs, Wiring.limits(settings)),
              Clock.systemUTC());
      Job job = replay.replay(batch, wanted);
      System.out.println("job " + job.id() + " is " + job.state().name().toLowerCase(Locale.ROOT));
      if (!access.isServedByAnother()) {
        System.out.println("No service runs on " + settings.data() + "; start one with: e2e3d run");
      }
      return 0;
    } catch (NoSuchElementException | IllegalStateException e) {
      System.err.println("e2e3d replay: " + e.getMessage());
      return 1;
    }
  }
}
