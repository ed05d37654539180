package org.e2e3d.app;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.e2e3d.engine.EngineEvent;
import org.e2e3d.engine.EngineOutcome;
import org.e2e3d.engine.EngineRequest;
import org.e2e3d.engine.Reconstruction;
import org.e2e3d.engine.process.EventLines;
import org.e2e3d.engine.process.ParentWatch;
import org.e2e3d.engine.stage.Check;
import org.e2e3d.engine.stage.Preset;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reconstruct}: the engine alone, no service. */
@Command(
    name = "reconstruct",
    mixinStandardHelpOptions = true,
    description = "Reconstructs a folder of photographs; no service is needed.",
    showDefaultValues = true)
final class ReconstructCommand implements Callable<Integer> {
  /** How progress is shown. */
  enum ProgressStyle {
    BAR,
    JSON
  }

  @Parameters(
      paramLabel = "IMAGES",
      description = "Folder of overlapping photographs, searched recursively.")
  private Path images;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "OUT",
      description = "Folder for the model's files.")
  private Path output;

  @Option(
      names = "--cameras",
      paramLabel = "DIR",
      description =
          "Use these cameras (COLMAP text: cameras.txt, images.txt, points3D.txt) instead of"
              + " computing them; IMAGES/cameras if it holds such files.")
  private Path cameras;

  @Option(names = "--preset", defaultValue = "medium", description = "low, medium or high.")
  private Preset preset;

  @Option(
      names = "--progress",
      defaultValue = "bar",
      description = "bar for people, json for programs.")
  private ProgressStyle progress;

  @Option(
      names = "--resume",
      description = "Go on from the checkpoints of an earlier run into the same OUT.")
  private boolean resume;

  @Option(
      names = "--workspace",
      paramLabel = "DIR",
      description = "Scratch folder for checkpoints; OUT/.work if not given.")
  private Path workspace;

  @Option(
      names = "--set",
      paramLabel = "STAGE.FIELD=VALUE",
      description = "One option of one stage, such as dense.maxImageSize=1600; may be repeated.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Option(names = "--threads", description = "Threads to keep busy; all processors if not given.")
  private Integer threads;

  @Option(names = "--seed", defaultValue = "1", description = "Seed of every random choice.")
  private long seed;

  @Option(names = "--stop-with-parent", hidden = true)
  private boolean stopWithParent;

  @Override
  public Integer call() throws IOException {
    int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    Check.range("--threads", workers, 1, 1024);
    if (!Files.isDirectory(images)) {
      throw new IOException(
          images + " is not a folder; give the folder that holds the photographs");
    }
    if (stopWithParent) {
      ParentWatch.start(System.in);
    }
    Path work = workspace == null ? output.resolve(".work") : workspace;
    if (!resume) {
      Folders.deleteTree(work);
    }
    AtomicBoolean stopped = new AtomicBoolean();
    Thread hook = new Thread(() -> stopped.set(true), "stop");
    Runtime.getRuntime().addShutdownHook(hook);

    // Natives may print to standard output; JSON lines must not be mixed with that, so they go out
    // whole and flushed.
    PrintStream out = System.out;
    ProgressBar bar = new ProgressBar(out, Boolean.getBoolean("e2e3d.terminal"));
    Consumer<EngineEvent> events =
        progress == ProgressStyle.JSON ? e -> line(out, EventLines.write(e)) : bar::show;
    EngineRequest request =
        new EngineRequest(
            images.toAbsolutePath().normalize(),
            output.toAbsolutePath().normalize(),
            work.toAbsolutePath().normalize(),
            preset,
            Optional.ofNullable(cameras).map(f -> f.toAbsolutePath().normalize()),
            overrides);
    EngineOutcome outcome = new Reconstruction(request, workers, seed, events, stopped::get).run();
    bar.end();
    if (progress == ProgressStyle.JSON) {
      line(out, EventLines.write(outcome));
    } else {
      OutcomePrinter.print(outcome, out, System.err);
    }
    return outcome instanceof EngineOutcome.Built ? 0 : 1;
  }

  private static synchronized void line(PrintStream out, String json) {
    out.println(json);
    out.flush();
  }
}
