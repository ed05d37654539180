package org.e2e3d.pipeline;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.e2e3d.job.Failure;
import org.e2e3d.job.FailureReason;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobException;
import org.e2e3d.storage.ObjectStore;
import org.e2e3d.storage.PutOptions;
import org.e2e3d.storage.StorageException;

/** Keeps the claim checks: {@code claim.json} in a job's folder of the archive bucket. */
public final class ClaimStore {
  static final String NAME = "claim.json";
  private static final int LIMIT = 256 << 20;
  static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT);

  private final ObjectStore store;
  private final Buckets buckets;

  public ClaimStore(ObjectStore store, Buckets buckets) {
    this.store = store;
    this.buckets = buckets;
  }

  void put(Claim claim) {
    try {
      store.put(
          buckets.archive(),
          Buckets.folder(claim.batch(), claim.job()) + NAME,
          JSON.writeValueAsBytes(claim),
          PutOptions.forName(NAME));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a claim.
   *
   * @throws IOException if it is damaged
   */
  static Claim read(byte[] json) throws IOException {
    Claim claim = JSON.readValue(json, Claim.class);
    if (claim == null) {
      throw new IOException("it is empty");
    }
    return claim;
  }

  /**
   * The claim of a job.
   *
   * @throws JobException IMAGES_MISSING if there is none or it is damaged
   */
  Claim of(Job job) {
    try {
      return read(store.bytes(buckets.archive(), Buckets.folder(job) + NAME, LIMIT));
    } catch (StorageException e) {
      if (e.kind() == StorageException.Kind.NOT_FOUND) {
        throw new JobException(
            Failure.of(
                FailureReason.IMAGES_MISSING,
                "The record of what was claimed is not in the archive bucket any more.",
                "claim"),
            e);
      }
      throw e;
    } catch (IOException e) {
      throw new JobException(
          Failure.of(
              FailureReason.IMAGES_MISSING,
              "The record of what was claimed, in the archive bucket, is damaged: "
                  + e.getMessage(),
              "claim"),
          e);
    }
  }
}
