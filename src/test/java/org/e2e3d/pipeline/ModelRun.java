package org.e2e3d.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
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
   * @param resends comparisons of rows and queue that may start at any time, on any node
   * @param crashes processes that may die at any time
   * @param expiries times that a lease's time may pass without a sign of life, and all nodes notice
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

  /**
   * Something that may happen next.
   *
   * @param node whose memory and disk it needs; empty for all
   * @param touches what else it needs
   */
  record Choice(String node, List<ModelTouch> touches, Event event) {
    /** True if both lead to the same state in either order. */
    boolean independentOf(Choice other) {
      return !node.isEmpty()
          && !other.node.isEmpty()
          && !node.equals(other.node)
          && ModelTouch.independent(touches, other.touches);
    }
  }

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
  private final Set<String> touched = new HashSet<>();
  private final Map<String, String> unacknowledged = new TreeMap<>();
  private final ModelTasks tasks = new ModelTasks(this);
  private final Map<String, Choice> choices = new LinkedHashMap<>();
  private final List<String> way = new ArrayList<>();
  private int crashes;
  private int expiries;
  private int resends;
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
      process("claimer", 1).intake(); // another node, which is gone
      settling = false;
      List<String> messages = List.copyOf(world.queue);
      for (int i = 1; i < setting.budget().copies(); i++) {
        world.queue.addAll(messages);
      }
    }
  }

  private void start(String node) {
    processes.put(node, process(node, lives.merge(node, 1, Integer::sum)));
  }

  private ModelProcess process(String node, int life) {
    return new ModelProcess(
        node,
        life,
        world,
        setting.disks().resolve(node),
        this,
        setting.routes(),
        setting.engine().of(world, node + life),
        setting.rows(),
        setting.seeded());
  }

  // --- the schedule

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
    return chosen.getValue().event();
  }

  @Override
  public void threw(Task task, Throwable what) {
    problem = "a task threw " + what;
  }

  @Override
  public Object step(
      ModelProcess process, String what, List<ModelTouch> touches, ModelProcess.Call call)
      throws Throwable {
    Task task = ModelTasks.current();
    if (process.dead) {
      throw new Died();
    }
    if (task == null) {
      return call.run(); // outside of a task: the scenario itself
    }
    task.next = what;
    task.touches = touches;
    How how = settling ? How.CALL : tasks.schedule(task);
    if (how == How.DIE || process.dead) {
      throw new Died();
    }
    if (process.last != task) {
      task.seen = task.seen.with(process.memory()); // others may have changed it
      process.last = task;
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
    if (what.startsWith("store.put(models ") && what.contains("/latest.json")) {
      promises.note();
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

  /** Begins a task, which goes on to its first call at once: what comes before is seen by none. */
  private Turn begin(String kind, ModelProcess process, Runnable work) {
    touched.add(process.node);
    Task task =
        tasks.begin(
            kind + process.node,
            process,
            settling,
            () -> {
              Task me = ModelTasks.current();
              me.seen = me.seen.with(process.memory()).with(ModelMemory.ofDisk(process.disk));
              process.last = me;
              work.run();
            });
    return new Turn(task, How.CALL);
  }

  // --- the choices

  /** What may happen next; the first is the ordinary course. */
  Map<String, Choice> choices() {
    choices.clear();
    for (Task task : tasks.all()) {
      choices.put(
          task.label() + ": " + task.next,
          new Choice(task.process.node, task.touches, () -> new Turn(task, How.CALL)));
    }
    boolean fresh = false;
    for (String node : setting.nodes()) {
      if (!touched.contains(node)) {
        if (fresh) {
          continue; // nodes that did nothing yet are the same but for their names
        }
        fresh = true;
      }
      ModelProcess process = processes.get(node);
      if (process.dead) {
        choices.put("restart " + node, new Choice(node, List.of(), () -> restart(node)));
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
            .forEach(
                job ->
                    choices.put(
                        node + " takes " + job,
                        new Choice(node, List.of(ModelTouch.QUEUE), () -> work(process, job))));
      }
      if (idle(process, "i") && intakes.getOrDefault(node, 0) < setting.budget().intakes()) {
        choices.put(
            node + " looks into the inbox", new Choice(node, List.of(), () -> intake(process)));
      }
      if (idle(process, "r") && resends < setting.budget().resends()) {
        choices.put(
            node + " compares rows and queue",
            new Choice(node, List.of(ModelTouch.BUDGET), () -> resend(process)));
      }
    }
    if (choices.isEmpty()) {
      choices.put(
          "quiet",
          new Choice(
              "",
              ModelTouch.EVERYTHING,
              () -> {
                over = true;
                return null;
              }));
    }
    faults();
    return choices;
  }

  private void faults() {
    for (Task task : tasks.all()) {
      if (errors < setting.budget().errors() && ModelCalls.mayFail(task)) {
        choices.put(task.label() + " fails: " + task.next, error(task, How.FAIL));
        choices.put(task.label() + " gets no answer: " + task.next, error(task, How.LOSE_ANSWER));
      }
    }
    if (crashes < setting.budget().crashes()) {
      for (String node : setting.nodes()) {
        if (!processes.get(node).dead
            && tasks.all().stream().anyMatch(t -> t.process.node.equals(node))) {
          choices.put(
              "crash " + node,
              new Choice(node, List.of(ModelTouch.QUEUE, ModelTouch.BUDGET), () -> crash(node)));
        }
      }
    }
    if (expiries < setting.budget().expiries() && !tasks.all().isEmpty()) {
      choices.put(
          "the lease runs out",
          new Choice(
              "",
              ModelTouch.EVERYTHING,
              () -> {
                expiries++;
                processes.values().forEach(ModelProcess::look);
                world.clock.move(ModelProcess.LEASE.toSeconds() + 1);
                return null;
              }));
    }
  }

  private Choice error(Task task, How how) {
    return new Choice(
        "",
        ModelTouch.EVERYTHING,
        () -> {
          errors++;
          return new Turn(task, how);
        });
  }

  private boolean idle(ModelProcess process, String kind) {
    return tasks.all().stream().noneMatch(t -> t.process == process && t.name.startsWith(kind));
  }

  private Turn work(ModelProcess process, String job) {
    world.queue.remove(job);
    // a broker gives a message back when its reader dies before it has acknowledged
    unacknowledged.put(process.node, job);
    return begin("w", process, () -> process.work(job));
  }

  private Turn intake(ModelProcess process) {
    intakes.merge(process.node, 1, Integer::sum);
    return begin("i", process, process::intake);
  }

  private Turn resend(ModelProcess process) {
    resends++;
    return begin("r", process, process::resend);
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
    return null;
  }

  private Turn restart(String node) {
    start(node);
    ModelProcess process = processes.get(node);
    return begin("s", process, process::start);
  }

  List<String> way() {
    return way;
  }

  /** Tells two states apart. */
  Digest128 state() {
    Digest128 state = world.state();
    state = state.with(crashes + "," + expiries + "," + errors + "," + resends).with(intakes);
    state = state.with(lives).with(touched).with(promises.announced());
    for (Task task : tasks.all()) {
      state = state.with(task.label()).with(task.next).with(task.seen);
    }
    for (String node : setting.nodes()) {
      ModelProcess process = processes.get(node);
      state = state.with(process.dead ? "dead" : process.memory());
      state = state.with(ModelMemory.ofDisk(process.disk));
      state = state.with(world.engineRuns.get(node + lives.get(node)));
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
