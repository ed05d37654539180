package org.e2e3d.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.e2e3d.engine.EngineOutcome;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.storage.StorageException;

/** Maps what the engine, the store and the disk say to a {@link Failure}, in this one place. */
public final class Failures {
  private Failures() {}

  /**
   * The failure of an engine run; empty if the whole model was built.
   *
   * @param stage the last stage the engine told of
   */
  public static Optional<Failure> of(EngineOutcome outcome, String stage) {
    if (outcome instanceof EngineOutcome.Built built) {
      if (!built.partial()) {
        return Optional.empty();
      }
      int left = built.evidence().size();
      String message =
          left == 1
              ? "1 image could not be used for the model."
              : left + " images could not be used for the model.";
      return Optional.of(
          Failure.of(FailureReason.PARTIAL_MODEL, message, null, stage, built.evidence()));
    }
    if (outcome instanceof EngineOutcome.Failed failed) {
      return Optional.of(
          Failure.of(
              FailureReason.valueOf(failed.code().name()),
              failed.message(),
              failed.advice(),
              stage,
              failed.evidence()));
    }
    EngineOutcome.Crashed crashed = (EngineOutcome.Crashed) outcome;
    return Optional.of(
        Failure.of(FailureReason.valueOf(crashed.kind().name()), crashed.message(), stage));
  }

  /** The failure that an exception of a pipeline step means. */
  public static Failure of(Throwable thrown, String step) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof JobException e) {
        return e.failure();
      }
      if (t instanceof ReconstructionException e) {
        return Failure.of(
            FailureReason.valueOf(e.code().name()), e.getMessage(), e.advice(), step, e.evidence());
      }
      if (t instanceof StorageException e) {
        return Failure.of(reason(e.kind()), message(e), step);
      }
      if (t instanceof UncheckedIOException || t instanceof IOException) {
        FailureReason reason = isDiskFull(t) ? FailureReason.DISK_FULL : FailureReason.IO_ERROR;
        return Failure.of(reason, message(t), step);
      }
      if (t instanceof JobStoreException) {
        return Failure.of(FailureReason.DATABASE_UNREACHABLE, message(t), step);
      }
      if (t instanceof OutOfMemoryError) {
        return Failure.of(FailureReason.OUT_OF_MEMORY, message(t), step);
      }
    }
    return Failure.of(
        FailureReason.INTERNAL_ERROR,
        thrown.getClass().getSimpleName() + ": " + thrown.getMessage(),
        null,
        step,
        List.of());
  }

  private static FailureReason reason(StorageException.Kind kind) {
    return switch (kind) {
      // a bucket or object that was there a moment ago: whoever took it may bring it back
      case UNREACHABLE, NOT_FOUND -> FailureReason.STORE_UNREACHABLE;
      case FULL -> FailureReason.STORE_FULL;
      case DENIED -> FailureReason.STORE_DENIED;
      case TOO_LARGE -> FailureReason.BATCH_TOO_LARGE;
      case LOCAL_FULL -> FailureReason.DISK_FULL;
      case LOCAL_IO -> FailureReason.IO_ERROR;
      case REJECTED, UNSUPPORTED -> FailureReason.INTERNAL_ERROR;
    };
  }

  private static boolean isDiskFull(Throwable t) {
    String text = String.valueOf(t).toLowerCase(Locale.ROOT);
    return text.contains("no space left") || text.contains("disk quota exceeded");
  }

  private static String message(Throwable t) {
    return t.getMessage() == null ? t.getClass().getSimpleName() : t.getMessage();
  }
}
