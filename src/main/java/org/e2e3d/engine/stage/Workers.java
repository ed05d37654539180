package org.e2e3d.engine.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Runs an indexed loop on several threads. Which thread runs which index is left open, so bodies
 * must write to places of their own; results are then the same for any number of threads.
 */
public final class Workers {
  private Workers() {}

  /**
   * Runs {@code body} for 0 to n-1 on up to {@code threads} threads and returns when all are done.
   * The first exception stops the hand-out of further indices and is thrown here.
   */
  public static void forEach(int threads, int n, IntConsumer body) {
    int count = Math.min(threads, n);
    if (count <= 1) {
      for (int i = 0; i < n; i++) {
        body.accept(i);
      }
      return;
    }
    AtomicInteger next = new AtomicInteger();
    AtomicBoolean failed = new AtomicBoolean();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            count,
            task -> {
              Thread t = new Thread(task, "engine-worker");
              t.setDaemon(true);
              return t;
            });
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int k = 0; k < count; k++) {
        running.add(
            pool.submit(
                () -> {
                  try {
                    for (int i = next.getAndIncrement();
                        i < n && !failed.get();
                        i = next.getAndIncrement()) {
                      body.accept(i);
                    }
                  } catch (Throwable t) {
                    failed.set(true);
                    throw t;
                  }
                }));
      }
      join(running);
    } finally {
      pool.shutdownNow();
    }
  }

  private static void join(List<Future<?>> running) {
    Throwable first = null;
    for (Future<?> f : running) {
      try {
        f.get();
      } catch (ExecutionException e) {
        first = first == null ? e.getCause() : first;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancelledException();
      }
    }
    if (first instanceof RuntimeException e) {
      throw e;
    }
    if (first instanceof Error e) {
      throw e;
    }
    if (first != null) {
      throw new IllegalStateException(first);
    }
  }
}
