package org.e2e3d.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobStore;
import org.e2e3d.pipeline.ModelTasks.Died;
import org.e2e3d.pipeline.ModelTasks.Event;
import org.e2e3d.pipeline.ModelTasks.How;
import org.e2e3d.pipeline.ModelTasks.Task;
import org.e2e3d.pipeline.ModelTasks.Turn;

/**
 * One run of a scenario, one event at a time: an intake, a message being worked on, a comparison of
 * rows and queue go on by one call of a port, or a fault happens. A run is told by the list of its
 * choices and can be repeated.
 */
final class ModelRun implements ModelProcess.Gate, ModelTasks.Owner, AutoCloseable {
  /**
   * What may happen, and how often.
   *
   * @param intakes looks into the inbox that may start at any time, on each node
   * @param resends comparisons of rows and queue that may start at any time, on each node
   * @param crashes processes that may die at any time
   * @param expiries times that every lease may run out under a living worker
   * @param errors calls that may fail, or be done while their answer is lost
   * @param copies 0: messages are worked on only when all else is over; else every batch is claimed
   *     and queued at the beginning, with so many copies of its message
   */
  record Budget(int intakes, int resends, int crashes, int expiries, int errors, int copies) {}

  /** What differs between scenarios. */
  record Setting(
      ModelRoutes routes,
      Path disks,
      List<String> nodes,
      Budget budget,
      ModelEngine engine,
      UnaryOperator<JobStore> rows,
      ModelProcess.Seeded seeded) {}

  /** Says what happens next. */
  interface Chooser {
    /**
     * @return index of one of {@link #choices}; -1 to end the run here
     */
    int next(ModelRun run);
  }

  final ModelWorld world;
  private final Setting setting;
  private final ModelPromises promises;
  private final Map<String, ModelProcess> processes = new TreeMap<>();
  private final Map<String, Integer> lives = new TreeMap<>();
  private final Map<String, Integer> intakes = new TreeMap<>();
  private final Map<String, Integer> resends = new TreeMap<>();
  private final Map<String, Digest128> memory = new TreeMap<>();
  private final Map<String, String> unacknowledged = new TreeMap<>();
  private final ModelTasks tasks = new ModelTasks(this);
  private final Map<String, Event> choices = new LinkedHashMap<>();
  private final List<String> way = new ArrayList<>();
  private int crashes;
  private int expiries;
  private int errors;
  private boolean over;
  private boolean settling;
  private String problem = "";
  private Chooser chooser;

  ModelRun(ModelWorld world, Setting setting) {
    this.world = world;
    this.setting = setting;
    this.promises = new ModelPromises(world);
    for (String node : setting.nodes()) {
      try {
        Scratch.delete(setting.disks().resolve(node));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      start(node);
    }
    if (setting.budget().copies() > 0) {
      settling = true;
      intake(processes.get(setting.nodes().get(0)));
      settling = false;
      intakes.clear();
      List<String> messages = List.copyOf(world.queue);
      for (int i = 1; i < setting.budget().copies(); i++) {
        world.queue.addAll(messages);
      }
    }
  }

  private void start(String node) {
    int life = lives.merge(node, 1, Integer::sum);
    processes.put(
        node,
        new ModelProcess(
            node,
            life,
            world,
            setting.disks().resolve(node),
            this,
            setting.routes(),
            setting.engine().of(node, life),
            setting.rows(),
            setting.seeded()));
  }

  // --- the schedule

  /**
   * What a node's memory and disk have of a task that ended. Tasks of one kind follow each other;
   * those of different kinds share nothing that they do not also read from the ports.
   */
  private void remember(String nodeAndKind, Object what) {
    memory.put(nodeAndKind, memory.getOrDefault(nodeAndKind, Digest128.EMPTY).with(what));
  }

  /** Runs until nothing can happen any more or the chooser ends it. */
  void run(Chooser by) {
    chooser = by;
    tasks.run();
  }

  @Override
  public Event next() {
    int choice = over ? -1 : chooser.next(this);
    if (choice < 0) {
      return null;
    }
    var chosen = List.copyOf(choices.entrySet()).get(choice);
    way.add(chosen.getKey());
    return chosen.getValue();
  }

  @Override
  public void threw(Task task, Throwable what) {
    problem = "a task threw " + what;
  }

  @Override
  public void ended(Task task) {
    remember(task.process.node + task.name.charAt(0), task.seen);
  }

  @Override
  public Object step(ModelProcess process, String what, ModelProcess.Call call) throws Throwable {
    Task task = ModelTasks.current();
    if (process.dead) {
      throw new Died();
    }
    if (task == null) {
      return call.run(); // outside of a task: the scenario itself
    }
    task.next = what;
    How how = settling ? How.CALL : tasks.schedule(task);
    if (how == How.DIE || process.dead) {
      throw new Died();
    }
    if (how == How.FAIL) {
      task.seen = task.seen.with("failed " + what);
      throw ModelCalls.error(what);
    }
    Object result;
    try {
      result = call.run();
    } catch (Throwable e) {
      task.seen = task.seen.with(what).with(e.getClass()).with(world.clock.instant());
      throw e;
    }
    if (settling && problem.isEmpty()) {
      problem = promises.broken().orElse("");
    }
    if (how == How.LOSE_ANSWER) {
      task.seen = task.seen.with("no answer " + what);
      throw ModelCalls.error(what);
    }
    task.seen = task.seen.with(what).with(ModelCalls.answer(result)).with(world.clock.instant());
    return result;
  }

  private Turn begin(String name, ModelProcess process, Runnable work) {
    tasks.begin(name, process, settling, work);
    return null;
  }

  // --- the choices

  /** What may happen next; the first is the ordinary course. */
  List<String> choices() {
    choices.clear();
    for (Task task : tasks.all()) {
      choices.put(task.name + ": " + task.next, () -> new Turn(task, How.CALL));
    }
    for (String node : setting.nodes()) {
      ModelProcess process = processes.get(node);
      if (process.dead) {
        choices.put("restart " + node, () -> restart(node));
        continue;
      }
      if (!idle(process, "s")) {
        continue; // the routes start when order is made
      }
      boolean busy =
          tasks.all().stream().anyMatch(t -> t.process == process && t.name.startsWith("w"));
      if (!busy && setting.budget().copies() > 0) {
        world.queue.stream()
            .distinct()
            .forEach(job -> choices.put(node + " takes " + job, () -> work(process, job)));
      }
      if (idle(process, "i") && intakes.getOrDefault(node, 0) < setting.budget().intakes()) {
        choices.put(node + " looks into the inbox", () -> intake(process));
      }
      if (idle(process, "r") && resends.getOrDefault(node, 0) < setting.budget().resends()) {
        choices.put(node + " compares rows and queue", () -> resend(process));
      }
    }
    if (choices.isEmpty()) {
      choices.put(
          "quiet",
          () -> {
            over = true;
            return null;
          });
    }
    faults();
    return List.copyOf(choices.keySet());
  }

  private void faults() {
    for (Task task : tasks.all()) {
      if (errors < setting.budget().errors() && ModelCalls.mayFail(task)) {
        choices.put(
            task.name + " fails: " + task.next,
            () -> {
              errors++;
              return new Turn(task, How.FAIL);
            });
        choices.put(
            task.name + " gets no answer: " + task.next,
            () -> {
              errors++;
              return new Turn(task, How.LOSE_ANSWER);
            });
      }
    }
    if (crashes < setting.budget().crashes()) {
      for (String node : setting.nodes()) {
        if (!processes.get(node).dead
            && tasks.all().stream().anyMatch(t -> t.process.node.equals(node))) {
          choices.put("crash " + node, () -> crash(node));
        }
      }
    }
    if (expiries < setting.budget().expiries() && !tasks.all().isEmpty()) {
      choices.put(
          "the lease runs out",
          () -> {
            expiries++;
            world.clock.move(ModelProcess.LEASE.toSeconds() + 1);
            return null;
          });
    }
  }

  private boolean idle(ModelProcess process, String kind) {
    return tasks.all().stream().noneMatch(t -> t.process == process && t.name.startsWith(kind));
  }

  private Turn work(ModelProcess process, String job) {
    world.queue.remove(job);
    // a broker gives a message back when its reader dies before it has acknowledged
    unacknowledged.put(process.node, job);
    return begin("w" + process.node, process, () -> process.work(job));
  }

  private Turn intake(ModelProcess process) {
    intakes.merge(process.node, 1, Integer::sum);
    return begin("i" + process.node, process, process::intake);
  }

  private Turn resend(ModelProcess process) {
    resends.merge(process.node, 1, Integer::sum);
    return begin("r" + process.node, process, process::resend);
  }

  private Turn crash(String node) {
    crashes++;
    ModelProcess process = processes.get(node);
    process.dead = true;
    boolean working =
        tasks.all().stream().anyMatch(t -> t.process == process && t.name.startsWith("w"));
    tasks.bury(process);
    if (working) {
      world.queue.add(unacknowledged.get(node));
    }
    for (String kind : List.of("i", "r", "w", "s")) {
      remember(node + kind, "crash");
    }
    return null;
  }

  private Turn restart(String node) {
    start(node);
    ModelProcess process = processes.get(node);
    return begin("s" + node, process, process::start);
  }

  List<String> way() {
    return way;
  }

  /** Tells two states apart. */
  Digest128 state() {
    Digest128 state = Digest128.EMPTY;
    for (String bucket : List.of("inbox", "models", "archive", "dead-letter")) {
      for (var object : world.store.view(bucket).entrySet()) {
        state =
            state
                .with(bucket + "/" + object.getKey())
                .with(object.getValue().etag())
                .with(object.getValue().options().metadata());
      }
    }
    for (Job job : world.jobs.recent(java.util.Set.of(), 100, 0)) {
      state = state.with(job);
    }
    state = state.with(world.queue.stream().sorted().toList()).with(world.clock.instant());
    state = state.with(crashes + "," + expiries + "," + errors).with(intakes).with(resends);
    state = state.with(lives).with(memory);
    for (Task task : tasks.all()) {
      state = state.with(task.name.substring(0, 2)).with(task.next).with(task.seen);
    }
    for (String node : setting.nodes()) {
      state = state.with(processes.get(node).dead);
    }
    return state;
  }

  // --- the end

  boolean over() {
    return over;
  }

  Optional<String> broken() {
    return problem.isEmpty() ? promises.broken() : Optional.of(problem);
  }

  /** No more faults: whatever happened, all must end by itself in a bounded number of rounds. */
  Optional<String> settle() {
    settling = true;
    for (int round = 0; round < 40; round++) {
      for (String node : setting.nodes()) {
        if (processes.get(node).dead) {
          restart(node);
        }
        ModelProcess process = processes.get(node);
        intake(process);
        resend(process);
        for (String job : List.copyOf(world.queue)) {
          way.add("(settling) " + node + " takes " + job);
          work(process, job);
        }
        Optional<String> broken = broken();
        if (broken.isPresent()) {
          return broken;
        }
      }
      if (promises.settled() && world.queue.isEmpty()) {
        return promises.brokenAtTheEnd();
      }
      world.clock.move(30);
    }
    return Optional.of("nothing ends any more: " + promises.state());
  }

  @Override
  public void close() {
    processes.values().forEach(process -> process.dead = true);
    tasks.end();
  }
}
