package org.e2e3d.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobStore;
import org.e2e3d.pipeline.ModelRun.Budget;
import org.e2e3d.storage.ObjectStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The search must find what it is there for: each test breaks the pipeline in one place. */
final class SeededFaultsTest {
  private static final ModelProcess.Seeded SOUND = (store, jobs, world) -> Map.of();
  private static final Budget ONE_CRASH = new Budget(0, 0, 1, 0, 0, 1);
  private static final Budget NO_FAULT = new Budget(0, 0, 0, 0, 0, 1);

  @TempDir Path disks;

  @BeforeEach
  void quiet() {
    Configurator.setLevel("org.e2e3d.pipeline", Level.OFF);
    Configurator.setLevel("org.apache.camel", Level.OFF);
  }

  @AfterEach
  void loud() {
    Configurator.setLevel("org.e2e3d.pipeline", Level.INFO);
    Configurator.setLevel("org.apache.camel", Level.WARN);
  }

  private String found(
      UnaryOperator<String> routes,
      List<String> nodes,
      Budget budget,
      String blurry,
      UnaryOperator<JobStore> rows,
      ModelProcess.Seeded seeded)
      throws Exception {
    try (ModelRoutes changed = new ModelRoutes(routes)) {
      return new ModelExplorer(
              () -> {
                ModelWorld world = new ModelWorld();
                world.drop("b", "1.jpg");
                return new ModelRun(
                    world,
                    new ModelRun.Setting(
                        changed, disks, nodes, budget, new ModelEngine(blurry), rows, seeded));
              },
              5_000)
          .search()
          .violation()
          .map(ModelExplorer.Violation::what)
          .orElse("");
    }
  }

  private String found(Budget budget, String blurry, ModelProcess.Seeded seeded) throws Exception {
    return found(
        UnaryOperator.identity(), List.of("A"), budget, blurry, UnaryOperator.identity(), seeded);
  }

  /** A bean that announces a model whose files are not there yet. */
  public record Boaster(ObjectStore store, JobStore jobs, ModelWorld world) {
    public JobRun publish(JobRun run) throws IOException {
      Job told =
          jobs.replace(run.job(), run.job().withModelAt("b/soon/", world.clock.instant()))
              .orElseThrow();
      return new MovePointers(store, ModelWorld.BUCKETS, jobs, world.clock).move(run.with(told));
    }
  }

  @Test
  void aPointerThatMovesBeforeTheFilesAreThere() throws Exception {
    assertThat(
            found(
                NO_FAULT,
                "",
                (store, jobs, world) -> Map.of("publishModel", new Boaster(store, jobs, world))))
        .startsWith("HALF");
  }

  /** A bean that clears the inbox as soon as it has fetched the images. */
  public record Hasty(ObjectStore store) {
    public JobRun fetch(JobRun run) {
      run.claim().files().forEach(file -> store.delete("inbox", file.key()));
      return run;
    }
  }

  @Test
  void anInboxThatIsEmptiedBeforeTheModelIsStored() throws Exception {
    assertThat(found(NO_FAULT, "", (store, jobs, world) -> Map.of("fetchImages", new Hasty(store))))
        .startsWith("LOST");
  }

  @Test
  void aChangeWithoutCompareAndSet() throws Exception {
    assertThat(
            found(
                UnaryOperator.identity(),
                List.of("A", "B"),
                new Budget(0, 0, 0, 0, 0, 2),
                "",
                SeededFaultsTest::blind,
                SOUND))
        .isNotEmpty();
  }

  /** Rows whose changes are made whatever happened since they were read. */
  private static JobStore blind(JobStore rows) {
    return (JobStore)
        Proxy.newProxyInstance(
            JobStore.class.getClassLoader(),
            new Class<?>[] {JobStore.class},
            (proxy, method, args) -> {
              if (method.getName().equals("replace")) {
                Job now = rows.find(((Job) args[0]).id()).orElseThrow();
                Job next = (Job) args[1];
                return now.state() == next.state() || now.state().canBecome(next.state())
                    ? rows.replace(now, next)
                    : Optional.empty();
              }
              try {
                return method.invoke(rows, args);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }

  /** A bean that ends a job before its letter is written. */
  public record Early(JobStore jobs, ModelWorld world) {
    public JobRun deadLetter(JobRun run) {
      Job job = run.job();
      return run.with(
          jobs.replace(job, job.failed("b/", job.imagesAt(), world.clock.instant())).orElseThrow());
    }
  }

  @Test
  void aRowThatEndsBeforeItsLetter() throws Exception {
    assertThat(
            found(NO_FAULT, "b", (store, jobs, world) -> Map.of("endJob", new Early(jobs, world))))
        .contains("FAILED without a letter");
  }

  /** A bean that never finds a job without a message. */
  public static final class Forgetful {
    public void sent(String id) {
      // never mind
    }

    public void notSent(String id) {
      // never mind
    }

    public List<String> toSend() {
      return List.of();
    }
  }

  @Test
  void aRecoveryThatForgets() throws Exception {
    // between the row and its message
    Budget claimAndCrash = new Budget(1, 0, 1, 0, 0, 0);
    assertThat(
            found(claimAndCrash, "", (store, jobs, world) -> Map.of("recovery", new Forgetful())))
        .startsWith("nothing ends any more");
  }

  @Test
  void aRouteWhosePointersMoveAfterTheEnd() throws Exception {
    String pointers = "        - bean: { id: publish-pointers, ref: movePointers, method: move }\n";
    String archive = "        - bean: { id: publish-archive, ref: endJob, method: complete }\n";
    assertThat(
            found(
                text -> {
                  assertThat(text).contains(pointers + archive);
                  return text.replace(pointers + archive, archive + pointers);
                },
                List.of("A"),
                ONE_CRASH,
                "",
                UnaryOperator.identity(),
                SOUND))
        .containsAnyOf("but the pointer is null", "the newest mesh is of null");
  }
}
