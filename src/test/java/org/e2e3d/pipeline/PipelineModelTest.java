package org.e2e3d.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.e2e3d.pipeline.ModelExplorer.Result;
import org.e2e3d.pipeline.ModelRun.Budget;
import org.e2e3d.pipeline.ModelRun.Setting;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The state machine, explored in every order of events. It is no copy of the pipeline: the
 * product's routes and beans run, over ports in memory that keep the same contracts as the real
 * ones.
 */
final class PipelineModelTest {
  private static final String DEEP = "e2e3d.model.deep";

  @TempDir static Path disks;
  private static ModelRoutes routes;

  @BeforeAll
  static void load() throws Exception {
    Configurator.setLevel("org.e2e3d.pipeline", Level.OFF);
    Configurator.setLevel("org.apache.camel", Level.OFF);
    routes = new ModelRoutes(UnaryOperator.identity());
  }

  @AfterAll
  static void unload() {
    routes.close();
    Configurator.setLevel("org.e2e3d.pipeline", Level.INFO);
    Configurator.setLevel("org.apache.camel", Level.WARN);
  }

  private static Result explore(
      String what, List<String> nodes, Budget budget, String blurry, String... batches) {
    long from = System.nanoTime();
    Result result =
        new ModelExplorer(
                () -> {
                  ModelWorld world = new ModelWorld();
                  for (String batch : batches) {
                    world.drop(batch, "1.jpg");
                  }
                  return new ModelRun(
                      world,
                      new Setting(
                          routes,
                          disks,
                          nodes,
                          budget,
                          ModelEngine.refusing(blurry),
                          UnaryOperator.identity(),
                          (store, jobs, w) -> Map.of()));
                },
                Long.getLong("e2e3d.model.runs", 500_000))
            .search();
    System.out.printf(
        "%s: %d runs, %d states, %d steps, %.1f s%n",
        what, result.runs(), result.states(), result.steps(), (System.nanoTime() - from) * 1e-9);
    assertThat(result.violation()).isEmpty();
    return result;
  }

  private static final List<String> ONE = List.of("A");
  private static final List<String> TWO = List.of("A", "B");
  private static final String ALL_BUILT = "";

  @Test
  void aBatchIsClaimedOnceByTwoNodes() {
    explore("claim, two nodes", TWO, new Budget(1, 0, 0, 0, 0, 0), ALL_BUILT, "b");
  }

  @Test
  void aModelIsPublishedOnceWhereverItsWorkerDies() {
    explore("model, a crash", ONE, new Budget(0, 0, 1, 0, 0, 1), ALL_BUILT, "b");
  }

  @Test
  void aLetterIsWrittenOnceWhereverItsWorkerDies() {
    explore("letter, a crash", ONE, new Budget(0, 0, 1, 0, 0, 1), "b", "b");
  }

  @Test
  void anyCallMayFailOrLoseItsAnswer() {
    explore("model, an error", ONE, new Budget(0, 0, 0, 0, 1, 1), ALL_BUILT, "b");
    explore("letter, an error", ONE, new Budget(0, 0, 0, 0, 1, 1), "b", "b");
    explore("claim, an error", ONE, new Budget(1, 0, 0, 0, 1, 0), ALL_BUILT, "b");
  }

  @Test
  void twoWorkersWithTheSameMessage() {
    explore("two workers", TWO, new Budget(0, 0, 0, 0, 0, 2), ALL_BUILT, "b");
    explore("two workers, a letter", TWO, new Budget(0, 0, 0, 0, 0, 2), "b", "b");
  }

  @Test
  void aBatchIsClaimedOnceByTwoNodesOfWhichOneDies() {
    explore("claim, two nodes, a crash", TWO, new Budget(1, 0, 1, 0, 0, 0), ALL_BUILT, "b");
  }

  @Test
  @EnabledIfSystemProperty(named = DEEP, matches = "true", disabledReason = "takes minutes")
  void twoWorkersWithTheSameMessageOfWhichOneDies() {
    explore("two workers, a crash", TWO, new Budget(0, 0, 1, 0, 0, 2), ALL_BUILT, "b");
    explore("two workers, a letter, a crash", TWO, new Budget(0, 0, 1, 0, 0, 2), "b", "b");
  }

  @Test
  @EnabledIfSystemProperty(named = DEEP, matches = "true", disabledReason = "takes minutes")
  void aWorkerDiesTwice() {
    explore("model, two crashes", ONE, new Budget(0, 1, 2, 0, 0, 1), ALL_BUILT, "b");
    explore("letter, two crashes", ONE, new Budget(0, 1, 2, 0, 0, 1), "b", "b");
  }

  @Test
  @EnabledIfSystemProperty(named = DEEP, matches = "true", disabledReason = "takes minutes")
  void twoWorkersOfWhichOneLosesItsLeaseAndDoesNotKnow() {
    explore("model, a lease", TWO, new Budget(0, 1, 0, 1, 0, 1), ALL_BUILT, "b");
    explore("letter, a lease", TWO, new Budget(0, 1, 0, 1, 0, 1), "b", "b");
  }

  @Test
  @EnabledIfSystemProperty(named = DEEP, matches = "true", disabledReason = "takes minutes")
  void twoModelsAtOnceAndThePointersTellOfTheNewest() {
    explore("two models", TWO, new Budget(0, 0, 0, 0, 0, 1), ALL_BUILT, "b", "c");
  }
}
