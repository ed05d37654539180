package org.e2e3d.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.e2e3d.engine.ReconstructionOptions;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.job.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay} and {@code dead-letters replay}: sends a batch again. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a batch again, with other options if wanted: one from the dead letters, or a finished one.",
      "Works beside a running service and without one; the job runs when the service does."
    })
final class ReplayCommand extends DeskCommand {
  @Parameters(paramLabel = "BATCH", description = "Name of the batch, or a job's id.")
  private String batch;

  @Option(names = "--preset", description = "low, medium or high; as before if not given.")
  private Preset preset;

  @Option(
      names = "--max-image-size",
      paramLabel = "PIXELS",
      description =
          "Longer side that images are reduced to, for features and depth maps alike. Short for"
              + " --option features.maxImageSize=… --option dense.maxImageSize=….")
  private Integer maxImageSize;

  @Option(
      names = "--exclude",
      paramLabel = "IMAGE",
      arity = "1..*",
      description = "Images to leave out, by their path within the batch. They are kept.")
  private List<String> exclude = new ArrayList<>();

  @Option(
      names = "--option",
      paramLabel = "STAGE.FIELD=VALUE",
      description = "One option of one stage, such as dense.maxImageSize=1600; may be repeated.")
  private Map<String, String> options = new LinkedHashMap<>();

  @Override
  int at(JobDesk desk, Settings settings) {
    Map<String, String> wanted = new LinkedHashMap<>();
    if (maxImageSize != null) {
      wanted.put("features.maxImageSize", maxImageSize.toString());
      wanted.put("dense.maxImageSize", maxImageSize.toString());
    }
    wanted.putAll(options);
    ReconstructionOptions.of(preset == null ? settings.jobs().preset() : preset).with(wanted);
    if (preset != null) {
      wanted.put("preset", preset.name().toLowerCase(Locale.ROOT));
    }
    Job job = desk.letters().replay(batch, wanted, exclude);
    System.out.println("job " + job.id() + " is " + job.state().name().toLowerCase(Locale.ROOT));
    sayIfNobodyServes(desk, settings);
    return 0;
  }
}
