package org.e2e3d.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.e2e3d.engine.EngineEvent;
import org.e2e3d.engine.EngineOutcome;
import org.e2e3d.engine.EngineOutcome.Crashed;
import org.e2e3d.engine.EngineRequest;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.engine.stage.StageName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChildProcessEngineTest {
  private static final long MEMORY = 512L << 20;

  @TempDir Path folder;
  private final List<EngineEvent> events = new CopyOnWriteArrayList<>();

  @Test
  void tellsProgressAndTheModel() {
    EngineOutcome outcome = run("build", Duration.ofMinutes(1));

    assertThat(outcome).isEqualTo(new EngineOutcome.Built(folder.resolve("out"), false, List.of()));
    assertThat(events)
        .containsExactly(new EngineEvent.Progress(StageName.DENSE, 0.5, 0.4, 3, "half"));
  }

  @Test
  void tellsATypedFailure() {
    assertThat(run("fail", Duration.ofMinutes(1)))
        .isEqualTo(new EngineOutcome.Failed(FailureCode.BLURRY, "m", "a", List.of()));
  }

  @Test
  void anAbortIsACrashAndItsLastWordsAreInTheLog() throws Exception {
    EngineOutcome outcome = run("abort", Duration.ofMinutes(1));

    assertThat(outcome).isInstanceOf(Crashed.class);
    assertThat(((Crashed) outcome).kind()).isEqualTo(Crashed.Kind.ENGINE_CRASHED);
    assertThat(((Crashed) outcome).message()).contains("signal 6");
    assertThat(Files.readString(folder.resolve("log"))).contains("last words");
  }

  @Test
  void aFullHeapIsOutOfMemory() {
    EngineOutcome outcome = run("heap", Duration.ofMinutes(1));

    assertThat(outcome).isInstanceOf(Crashed.class);
    assertThat(((Crashed) outcome).kind()).isEqualTo(Crashed.Kind.OUT_OF_MEMORY);
  }

  @Test
  void aJobPastItsTimeIsStopped() {
    EngineOutcome outcome = run("hang", Duration.ofSeconds(2));

    assertThat(outcome)
        .isEqualTo(new Crashed(Crashed.Kind.TIMEOUT, "the job took longer than 2 s"));
  }

  @Test
  void cancelEndsTheProcess() throws Exception {
    Path pidFile = folder.resolve("out");

    EngineOutcome outcome =
        new ChildProcessEngine(bounds(Duration.ofMinutes(1)))
            .reconstruct(
                request("hang"), folder.resolve("log"), events::add, () -> Files.exists(pidFile));

    assertThat(outcome).isInstanceOf(EngineOutcome.Failed.class);
    assertThat(((EngineOutcome.Failed) outcome).code()).isEqualTo(FailureCode.CANCELLED);
    long pid = Long.parseLong(Files.readString(pidFile));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void aFailingListenerDoesNotBlockTheEngine() {
    EngineOutcome outcome =
        new ChildProcessEngine(bounds(Duration.ofMinutes(1)))
            .reconstruct(
                request("build"),
                folder.resolve("log"),
                e -> {
                  throw new IllegalStateException("listener");
                },
                () -> false);

    assertThat(outcome).isInstanceOf(EngineOutcome.Built.class);
  }

  @Test
  void boundsOutOfRangeAreNamed() {
    assertThatThrownBy(
            () ->
                new ChildProcessEngine(
                    EngineProcessOptions.likeThisProcess("x", 0, MEMORY, Duration.ofMinutes(1))))
        .isInstanceOf(ReconstructionException.class)
        .hasMessageContaining("engine.threads is 0");
  }

  private EngineOutcome run(String act, Duration limit) {
    return new ChildProcessEngine(bounds(limit))
        .reconstruct(request(act), folder.resolve("log"), events::add, () -> false);
  }

  private EngineRequest request(String act) {
    return new EngineRequest(
        folder, folder.resolve("out"), folder.resolve("work"), Preset.LOW, Map.of("act", act));
  }

  private static EngineProcessOptions bounds(Duration limit) {
    return EngineProcessOptions.likeThisProcess(StandInEngine.class.getName(), 1, MEMORY, limit);
  }
}
