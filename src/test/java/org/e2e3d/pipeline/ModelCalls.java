package org.e2e3d.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.e2e3d.job.JobStoreException;
import org.e2e3d.storage.StorageException;

/** Calls of ports: how they fail, and what of their answers tells two runs apart. */
final class ModelCalls {
  private ModelCalls() {}

  /** An answer as a value that can be compared; the caller can still read it. */
  static Object answer(Object result) throws IOException {
    if (result instanceof byte[] bytes) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
    if (result instanceof java.io.ByteArrayInputStream in) {
      Object content = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      in.reset();
      return content;
    }
    return result;
  }

  /** What a port throws whose server does not answer. */
  static RuntimeException error(String what) {
    return what.startsWith("jobs.")
        ? new JobStoreException("injected: " + what, null)
        : new StorageException(StorageException.Kind.UNREACHABLE, "injected: " + what);
  }

  /** A listing that fails is its route's business, a start that fails is a crash. */
  static boolean mayFail(ModelTasks.Task task) {
    return (task.next.startsWith("jobs.") || task.next.startsWith("store."))
        && !task.next.startsWith("store.list(inbox")
        && !task.name.startsWith("s");
  }
}
