package org.e2e3d.pipeline;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.function.UnaryOperator;
import org.apache.camel.Processor;
import org.apache.camel.component.bean.BeanProcessor;
import org.e2e3d.engine.ReconstructionEngine;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobStore;
import org.e2e3d.storage.ObjectStore;

/**
 * One life of one node in the model: the product's own steps over ports that ask the schedule
 * before every call. Its memory dies with it; its disk stays with the node.
 */
final class ModelProcess implements ModelRoutes.Host {
  static final Duration LEASE = Duration.ofMinutes(1);
  static final Duration LOST = Duration.ofMinutes(10);
  // asked without going anywhere
  private static final Set<String> LOCAL = Set.of("publicUrl", "close", "toString", "hashCode");

  /** Asked before every call of a port. */
  interface Gate {
    /** Runs a call when its turn comes; throws if the process dies or the call shall fail. */
    Object step(ModelProcess process, String what, List<ModelTouch> touches, Call call)
        throws Throwable;
  }

  /** A call of a port. */
  interface Call {
    Object run() throws Throwable;
  }

  /** What a test puts in place of beans to seed a fault; by bean name. */
  interface Seeded {
    Map<String, Object> beans(ObjectStore store, JobStore jobs, ModelWorld world);
  }

  final String node;
  final ModelWorld world;
  final Path disk;
  private final Gate gate;
  private final ModelRoutes routes;
  private final Map<String, Object> beans = new TreeMap<>();
  private final Map<String, Processor> processors = new HashMap<>();
  private final Recovery recovery;
  private final Silence silence;
  private final BucketInbox inbox;
  private final BatchScan scan;
  private final ObjectStore store;
  volatile boolean dead;

  /** Whose turn it was last among this process's tasks, which share its memory. */
  ModelTasks.Task last;

  ModelProcess(
      String node,
      int life,
      ModelWorld world,
      Path disk,
      Gate gate,
      ModelRoutes routes,
      ReconstructionEngine engine,
      UnaryOperator<JobStore> rows,
      Seeded seeded) {
    this.node = node;
    this.world = world;
    this.disk = disk;
    this.gate = gate;
    this.routes = routes;
    store = port(ObjectStore.class, "store", world.store);
    JobStore jobs = rows.apply(port(JobStore.class, "jobs", world.jobs));
    Buckets buckets = ModelWorld.BUCKETS;
    Worker worker = new Worker(node, Integer.toString(life));
    ClaimStore claims = new ClaimStore(store, buckets);
    BatchBounds bounds = new BatchBounds(jobs, 10, 1000);
    RetryPolicy policy =
        new RetryPolicy(
            3,
            12,
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            new Random() {
              private static final long serialVersionUID = 1L;

              @Override
              public double nextDouble() {
                return 0.5; // the model's states must not depend on chance
              }
            });
    Replay replay = new Replay(jobs, claims, bounds, world.clock);
    silence = new Silence(LEASE, world::nanoTime);
    Heartbeats heartbeats = new Heartbeats(jobs, LEASE, world.clock, silentTimer());
    recovery =
        new Recovery(
            jobs, claims, bounds, policy, worker, heartbeats, LEASE, LOST, silence, world.clock);
    StoreGate storeGate = new StoreGate(world.clock);
    FolderInbox folder = new FolderInbox(disk.resolve("inbox"));
    inbox = new BucketInbox(store, buckets.inbox());
    scan = new BatchScan(folder, inbox);
    ImagePlaces places = new ImagePlaces(store, buckets, folder, inbox);
    MoveImages mover = new MoveImages(places, jobs, world.clock);
    beans.put(
        "completeness",
        new Completeness(
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            new InboxBounds(100, 1000, Duration.ofHours(1)),
            world.clock));
    beans.put(
        "claimBatch",
        new ClaimBatch(
            jobs,
            claims,
            new BatchDigest(),
            new SecondDrop(places, buckets, replay, world.clock),
            bounds,
            new InboxBounds(100, 1000, Duration.ofHours(1)),
            world.clock));
    beans.put("loadClaim", new LoadClaim(claims));
    beans.put("recovery", recovery);
    beans.put(
        "takeJob",
        new TakeJob(
            jobs, storeGate, heartbeats, policy, worker, disk.resolve("work"), world.clock));
    beans.put("fetchImages", new FetchImages(places));
    beans.put(
        "runEngine",
        new RunEngine(
            (request, log, events, cancelled) -> {
              step("engine", List.of(), () -> ""); // it touches its own node only
              return engine.reconstruct(request, log, events, cancelled);
            },
            Preset.LOW,
            jobs,
            heartbeats,
            worker,
            world.clock));
    beans.put(
        "settleFailure",
        new SettleFailure(
            jobs,
            policy,
            worker::draining,
            storeGate,
            () -> store.bucketExists(buckets.archive()),
            world.clock));
    beans.put("publishModel", new PublishModel(store, buckets, jobs, world.clock));
    beans.put("movePointers", new MovePointers(store, buckets, jobs, world.clock));
    beans.put("endJob", new EndJob(mover, store, buckets, jobs, world.clock));
    beans.put("scratch", new Scratch());
    beans.put("notify", new Ended());
    beans.put("jobMetrics", new Ended());
    beans.putAll(seeded.beans(store, jobs, world));
  }

  /** What it has in its memory. */
  Digest128 memory() {
    return ModelMemory.of(List.of(beans, recovery, inbox, scan));
  }

  private Processor processor(ModelRoutes.Step step) {
    Object bean = beans.get(step.bean());
    if (bean == null) {
      throw new IllegalStateException("the routes name a bean the model lacks: " + step.bean());
    }
    BeanProcessor processor = new BeanProcessor(bean, routes.context());
    processor.setMethod(step.method());
    processor.start();
    return processor;
  }

  /** Nobody is told. */
  public static final class Ended {
    public void ended(Job job) {
      // no metrics
    }

    public void tell(JobRun run) {
      // no webhook
    }
  }

  private static ScheduledExecutorService silentTimer() {
    ScheduledFuture<?> never =
        (ScheduledFuture<?>) stub(ScheduledFuture.class, (p, method, args) -> false);
    return (ScheduledExecutorService)
        stub(
            ScheduledExecutorService.class,
            (p, method, args) -> method.getName().startsWith("schedule") ? never : null);
  }

  private static Object stub(Class<?> type, InvocationHandler handler) {
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
  }

  private <T> T port(Class<T> type, String name, T behind) {
    return type.cast(
        stub(
            type,
            (proxy, method, args) -> {
              if (method.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, method, args);
              }
              if (LOCAL.contains(method.getName())) {
                return call(behind, method, args);
              }
              String what = name + "." + method.getName() + (args == null ? "" : brief(args));
              return gate.step(
                  this, what, ModelTouch.of(name, method, args), () -> call(behind, method, args));
            }));
  }

  private static Object call(Object behind, Method method, Object[] args) throws Throwable {
    try {
      return method.invoke(behind, args);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  private static String brief(Object[] args) {
    StringBuilder text = new StringBuilder("(");
    for (Object arg : args) {
      if (arg instanceof String || arg instanceof Number) {
        text.append(arg).append(' ');
      } else if (arg instanceof Job job) {
        text.append(job.id()).append('@').append(job.version()).append(' ');
        text.append(job.state()).append(' ');
      }
    }
    return text.append(')').toString();
  }

  private Object step(String what, List<ModelTouch> touches, Call call) {
    try {
      return gate.step(this, what, touches, call);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Processor step(String id) {
    return processors.computeIfAbsent(id, key -> processor(routes.steps().get(key)));
  }

  @Override
  public void send(String job) {
    step("queue.send(" + job + ")", List.of(ModelTouch.QUEUE), () -> world.queue.add(job));
  }

  // --- what a process does, each from its beginning to its end

  /** What the wiring does before the routes start. */
  void start() {
    recovery.takeBackOwn();
    try {
      recovery.sweep(disk.resolve("work"));
      recovery.sweep(store, ModelWorld.BUCKETS);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One look into the inbox. */
  void intake() {
    var drops = scan.bucket(ModelInbox.list(store));
    if (!drops.isEmpty()) {
      routes.run(this, "direct:intake", drops);
    }
  }

  /** Notes the last signs of life of all workers, as every comparison does. */
  void look() {
    silence.among(world.jobs.inHands());
  }

  /** One comparison of the rows with the queue. */
  void resend() {
    routes.run(this, "timer:job-resend", null);
  }

  /** A message, which the caller took off the queue; it comes back if the route fails. */
  void work(String message) {
    Throwable failed = routes.run(this, "jms:queue:jobs", message);
    step(
        failed == null ? "queue.commit" : "queue.rollback",
        failed == null ? List.of() : List.of(ModelTouch.QUEUE),
        () -> failed == null || world.queue.add(message));
  }

  Optional<Throwable> deadLetterQueue(String message) {
    return Optional.ofNullable(routes.run(this, "jms:queue:jobs.dead", message));
  }
}
