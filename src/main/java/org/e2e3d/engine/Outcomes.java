package org.e2e3d.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.e2e3d.engine.stage.CancelledException;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.ReconstructionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where what is thrown in the engine becomes an outcome. */
final class Outcomes {
  private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);

  private Outcomes() {}

  /** Work that ends in an outcome or throws. */
  interface Work {
    EngineOutcome run() throws IOException;
  }

  static EngineOutcome of(Work work) {
    try {
      return work.run();
    } catch (ReconstructionException e) {
      LOG.error("failed: {} {}", e.code(), e.getMessage(), e);
      return new EngineOutcome.Failed(e.code(), e.getMessage(), e.advice(), e.evidence());
    } catch (CancelledException e) {
      return failed(FailureCode.CANCELLED, e.getMessage(), "Run it again when it is wanted.");
    } catch (UncheckedIOException e) {
      return ofIo(e.getCause());
    } catch (IOException e) {
      return ofIo(e);
    } catch (OutOfMemoryError e) {
      LOG.error("out of memory", e);
      return failed(
          FailureCode.OUT_OF_MEMORY,
          "the reconstruction needs more memory than it was given: " + e.getMessage(),
          "Give the job more memory, or use a smaller preset or a smaller dense.maxImageSize.");
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("a defect of the engine", e);
      return failed(
          FailureCode.INTERNAL_ERROR,
          "the engine failed unexpectedly: " + e,
          "This is a defect of the engine; please report it with the log.");
    }
  }

  private static EngineOutcome ofIo(IOException e) {
    LOG.error("input or output failed", e);
    String message = String.valueOf(e.getMessage());
    boolean full = message.toLowerCase(Locale.ROOT).contains("no space left");
    return full
        ? failed(
            FailureCode.DISK_FULL,
            "the disk is full: " + message,
            "Free space for the workspace and run again.")
        : failed(
            FailureCode.IO_ERROR,
            "a file could not be read or written: " + e,
            "Check the folder's permissions and disk.");
  }

  private static EngineOutcome failed(FailureCode code, String message, String advice) {
    return new EngineOutcome.Failed(code, message, advice, List.of());
  }
}
