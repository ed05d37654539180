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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.function.UnaryOperator;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobStore;
import org.e2e3d.storage.StorageException;

/**
 * One run of a scenario, one event at a time. Tasks (an intake, a message being worked on, a
 * comparison of rows and queue) run in threads of their own, but only between two calls of a port,
 * and only one at a time; so a run is told by the list of its choices and can be repeated.
 */
final class ModelRun implements ModelProcess.Gate, AutoCloseable {
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

  /** The process died; nothing it does from now on reaches anything. */
  static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Died() {
      super("died", null, false, false);
    }
  }

  /** Says what happens next. */
  interface Chooser {
    /**
     * @return index of one of {@link #choices}; -1 to end the run here
     */
    int next(ModelRun run);
  }

  private enum How {
    CALL,
    FAIL,
    LOSE_ANSWER,
    DIE
  }

  private final class Task implements Runnable {
    final String name;
    final ModelProcess process;
    final Runnable work;
    final SynchronousQueue<How> turn = new SynchronousQueue<>();
    String next = "begin";
    Digest128 seen = Digest128.EMPTY;
    boolean killed;

    Task(String name, ModelProcess process, Runnable work) {
      this.name = name;
      this.process = process;
      this.work = work;
    }

    @Override
    public void run() {
      work();
      if (killed) {
        pass(buried, name);
      } else {
        schedule(null);
      }
    }

    void work() {
      CURRENT.set(this);
      try {
        work.run();
      } catch (Died e) {
        // so be it
      } catch (Throwable e) {
        problem = "a task threw " + e;
      } finally {
        CURRENT.remove();
        tasks.remove(this);
        remember(process.node + name.charAt(0), seen);
      }
    }
  }

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "model");
            thread.setDaemon(true);
            return thread;
          });

  final ModelWorld world;
  private final Setting setting;
  private final ModelPromises promises;
  private static final ThreadLocal<Task> CURRENT = new ThreadLocal<>();
  private final SynchronousQueue<String> buried = new SynchronousQueue<>();
  private final SynchronousQueue<String> atEnd = new SynchronousQueue<>();
  private final Map<String, ModelProcess> processes = new TreeMap<>();
  private final Map<String, Integer> lives = new TreeMap<>();
  private final Map<String, Integer> intakes = new TreeMap<>();
  private final Map<String, Integer> resends = new TreeMap<>();
  private final Map<String, Digest128> memory = new TreeMap<>();
  private final Map<String, String> unacknowledged = new TreeMap<>();
  private final List<Task> tasks = new ArrayList<>();
  private final Map<String, Event> choices = new LinkedHashMap<>();
  private final List<String> way = new ArrayList<>();
  private int crashes;
  private int expiries;
  private int errors;
  private int numbered;
  private boolean over;
  private boolean settling;
  private boolean stopped;
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
    schedule(null);
    take(atEnd);
  }

  /** Lets things happen until it is this task's turn; for a task that ended, until the end. */
  private How schedule(Task me) {
    while (true) {
      int choice = stopped || over ? -1 : chooser.next(this);
      if (choice < 0) {
        stopped = true;
        pass(atEnd, "");
        return me == null ? How.DIE : take(me.turn);
      }
      var chosen = List.copyOf(choices.entrySet()).get(choice);
      way.add(chosen.getKey());
      Turn turn = chosen.getValue().happen();
      if (turn == null) {
        if (me != null && me.process.dead) {
          return How.DIE; // and goes on with the schedule when it has ended
        }
        continue;
      }
      if (turn.task == me) {
        return turn.how;
      }
      pass(turn.task.turn, turn.how);
      if (me == null) {
        return How.DIE; // this thread is done; the other goes on
      }
      return take(me.turn);
    }
  }

  private record Turn(Task task, How how) {}

  /** An event: whose turn it is now; null if it is over at once. */
  private interface Event {
    Turn happen();
  }

  @Override
  public Object step(ModelProcess process, String what, ModelProcess.Call call) throws Throwable {
    Task task = CURRENT.get();
    if (process.dead) {
      throw new Died();
    }
    if (task == null) {
      return call.run(); // outside of a task: the scenario itself
    }
    task.next = what;
    How how = settling ? How.CALL : schedule(task);
    if (how == How.DIE || process.dead) {
      throw new Died();
    }
    if (how == How.FAIL) {
      task.seen = task.seen.with("failed " + what);
      throw error(what);
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
      throw error(what);
    }
    task.seen = task.seen.with(what).with(answer(result)).with(world.clock.instant());
    return result;
  }

  private static Object answer(Object result) throws IOException {
    if (result instanceof byte[] bytes) {
      return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
    if (result instanceof java.io.ByteArrayInputStream in) {
      Object content = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
      in.reset();
      return content;
    }
    return result;
  }

  private static RuntimeException error(String what) {
    return what.startsWith("jobs.")
        ? new org.e2e3d.job.JobStoreException("injected: " + what, null)
        : new StorageException(StorageException.Kind.UNREACHABLE, "injected: " + what);
  }

  private static <T> void pass(SynchronousQueue<T> to, T value) {
    try {
      to.put(value);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T take(SynchronousQueue<T> from) {
    try {
      return from.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Turn begin(String name, ModelProcess process, Runnable work) {
    Task task = new Task(name + "#" + numbered++, process, work);
    tasks.add(task);
    if (settling) {
      task.work();
      return null;
    }
    // begins when it is its turn for the first time
    THREADS.execute(
        () -> {
          if (take(task.turn) == How.DIE) {
            task.killed = true;
            tasks.remove(task);
            pass(buried, task.name);
          } else {
            task.run();
          }
        });
    return null;
  }

  // --- the choices

  /** What may happen next; the first is the ordinary course. */
  List<String> choices() {
    choices.clear();
    for (Task task : tasks) {
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
      boolean busy = tasks.stream().anyMatch(t -> t.process == process && t.name.startsWith("w"));
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
    for (Task task : List.copyOf(tasks)) {
      if (errors < setting.budget().errors() && mayFail(task)) {
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
            && tasks.stream().anyMatch(t -> t.process.node.equals(node))) {
          choices.put("crash " + node, () -> crash(node));
        }
      }
    }
    if (expiries < setting.budget().expiries() && !tasks.isEmpty()) {
      choices.put(
          "the lease runs out",
          () -> {
            expiries++;
            world.clock.move(ModelProcess.LEASE.toSeconds() + 1);
            return null;
          });
    }
  }

  /** A listing that fails is its route's business, a start that fails is a crash. */
  private static boolean mayFail(Task task) {
    return (task.next.startsWith("jobs.") || task.next.startsWith("store."))
        && !task.next.startsWith("store.list(inbox")
        && !task.name.startsWith("s");
  }

  private boolean idle(ModelProcess process, String kind) {
    return tasks.stream().noneMatch(t -> t.process == process && t.name.startsWith(kind));
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
    boolean working = tasks.stream().anyMatch(t -> t.process == process && t.name.startsWith("w"));
    bury(process);
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

  /** Kills a process's tasks; the one that this thread runs ends when it comes back to it. */
  private void bury(ModelProcess process) {
    Task me = CURRENT.get();
    for (Task task : List.copyOf(tasks)) {
      if (task.process == process) {
        task.killed = task != me;
        if (task == me) {
          tasks.remove(task);
        } else {
          pass(task.turn, How.DIE);
          take(buried);
        }
      }
    }
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
    for (Task task : tasks) {
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
    for (Task task : List.copyOf(tasks)) {
      task.process.dead = true;
      task.killed = true;
      pass(task.turn, How.DIE);
      take(buried);
    }
  }
}
