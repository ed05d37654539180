package org.e2e3d.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;

/**
 * The tasks of a {@link ModelRun}: threads of their own, of which only one goes on at a time, and
 * that only between two calls of a port.
 */
final class ModelTasks {
  /** What a task is to do with the call that it is about to make. */
  enum How {
    CALL,
    FAIL,
    LOSE_ANSWER,
    DIE
  }

  /** The process died; nothing it does from now on reaches anything. */
  static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Died() {
      super("died", null, false, false);
    }
  }

  /** Whose turn it is. */
  record Turn(Task task, How how) {}

  /** An event: whose turn it is now; null if it is over at once. */
  interface Event {
    Turn happen();
  }

  /** Who decides, and is told. */
  interface Owner {
    /**
     * @return what happens next; null to end the run here
     */
    Event next();

    void threw(Task task, Throwable what);
  }

  final class Task implements Runnable {
    final String name;
    final ModelProcess process;
    private final Runnable work;
    private final SynchronousQueue<How> turn = new SynchronousQueue<>();
    String next = "";
    List<ModelTouch> touches = List.of();
    Digest128 seen = Digest128.EMPTY;
    private boolean killed;

    /** Node and kind: there is never more than one. */
    String label() {
      return name.substring(0, name.indexOf('#'));
    }

    private Task(String name, ModelProcess process, Runnable work) {
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

    private void work() {
      CURRENT.set(this);
      try {
        work.run();
      } catch (Died e) {
        // so be it
      } catch (Throwable e) {
        owner.threw(this, e);
      } finally {
        CURRENT.remove();
        tasks.remove(this);
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
  private static final ThreadLocal<Task> CURRENT = new ThreadLocal<>();

  private final Owner owner;
  private final SynchronousQueue<String> buried = new SynchronousQueue<>();
  private final SynchronousQueue<String> atEnd = new SynchronousQueue<>();
  private final List<Task> tasks = new ArrayList<>();
  private boolean stopped;
  private int numbered;

  ModelTasks(Owner owner) {
    this.owner = owner;
  }

  /** Those that have begun and not ended. */
  List<Task> all() {
    return List.copyOf(tasks);
  }

  /** The task that this thread runs; null if none. */
  static Task current() {
    return CURRENT.get();
  }

  /** Lets things happen until the owner ends it. */
  void run() {
    schedule(null);
    take(atEnd);
  }

  /** Lets things happen until it is this task's turn; for a task that ended, until the end. */
  How schedule(Task me) {
    while (true) {
      Event chosen = stopped ? null : owner.next();
      if (chosen == null) {
        stopped = true;
        pass(atEnd, "");
        return me == null ? How.DIE : take(me.turn);
      }
      Turn turn = chosen.happen();
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

  /**
   * Begins a task.
   *
   * @param atOnce true to run it in this thread to its end; else it begins when it is its turn for
   *     the first time
   * @return the task
   */
  Task begin(String name, ModelProcess process, boolean atOnce, Runnable work) {
    Task task = new Task(name + "#" + numbered++, process, work);
    tasks.add(task);
    if (atOnce) {
      task.work();
      return task;
    }
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
    return task;
  }

  /** Kills a process's tasks; the one that this thread runs ends when it comes back to it. */
  void bury(ModelProcess process) {
    Task me = CURRENT.get();
    for (Task task : all()) {
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

  /** Kills all. */
  void end() {
    for (Task task : all()) {
      task.process.dead = true;
      task.killed = true;
      pass(task.turn, How.DIE);
      take(buried);
    }
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
}
