package org.e2e3d.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobState;
import org.e2e3d.job.JobStore;
import org.e2e3d.storage.ObjectInfo;
import org.e2e3d.storage.ObjectStore;
import org.e2e3d.storage.PutOptions;

/**
 * Moves the small pointers to the newest published model: {@code models/BATCH/latest.json} to the
 * batch's, {@code models/reconstructed_mesh.obj} to the newest of all; and writes {@code
 * models/index.html}, the list of them. Newest is by the time a job was claimed, so a slow old job
 * never moves them backwards. What they should say is always worked out from the rows, and looked
 * at again after writing, so two workers at once end up right.
 */
public final class MovePointers {
  static final String LATEST = "latest.json";
  private static final String JOB = "job";
  private static final int LOOK_BACK = 100;
  private static final int TRIES = 5;

  private final ObjectStore store;
  private final Buckets buckets;
  private final JobStore jobs;
  private final TopMesh topMesh;
  private final ModelsPage modelsPage;

  public MovePointers(ObjectStore store, Buckets buckets, JobStore jobs, Clock clock) {
    this.store = store;
    this.buckets = buckets;
    this.jobs = jobs;
    this.topMesh = new TopMesh(store, buckets.models(), clock);
    this.modelsPage = new ModelsPage(store, buckets.models(), jobs);
  }

  public JobRun move(JobRun run) throws IOException {
    String batch = run.job().batch();
    String latest = SafeName.batch(batch) + "/" + LATEST;
    settle(() -> newest(jobs.ofBatch(batch, LOOK_BACK)), latest, job -> putLatest(job, latest));
    Path scratch = run.folder().resolve("top-mesh");
    settle(
        () -> newest(jobs.recent(Set.of(JobState.PUBLISHING, JobState.COMPLETED), LOOK_BACK, 0)),
        TopMesh.KEY,
        job -> topMesh.put(job, scratch));
    modelsPage.put();
    return run;
  }

  private void settle(Supplier<Optional<Job>> newest, String key, Write write) throws IOException {
    for (int i = 0; i < TRIES; i++) {
      Optional<Job> job = newest.get();
      if (job.isEmpty() || pointsTo(key, job.get())) {
        return;
      }
      write.put(job.get());
    }
  }

  private boolean pointsTo(String key, Job job) {
    Optional<ObjectInfo> there = store.stat(buckets.models(), key);
    return there.isPresent() && job.id().equals(there.get().metadata().get(JOB));
  }

  private static Optional<Job> newest(List<Job> candidates) {
    return candidates.stream()
        .filter(job -> job.state() == JobState.PUBLISHING || job.state() == JobState.COMPLETED)
        .filter(job -> !job.modelAt().isEmpty())
        .max(Comparator.comparing(Job::created).thenComparing(Job::id));
  }

  private void putLatest(Job job, String key) {
    ObjectNode latest = ClaimStore.JSON.createObjectNode();
    latest.put("batch", job.batch());
    latest.put(JOB, job.id());
    latest.put("created", job.created().toString());
    latest.put("images", job.images());
    latest.put("partial", job.partial());
    latest.put("prefix", job.modelAt());
    latest.put("mesh", url(job.modelAt() + TopMesh.MESH));
    ArrayNode files = latest.putArray("files");
    for (ObjectInfo file : store.all(buckets.models(), job.modelAt())) {
      files
          .addObject()
          .put("name", file.key().substring(job.modelAt().length()))
          .put("bytes", file.size())
          .put("url", url(file.key()));
    }
    try {
      store.put(
          buckets.models(),
          key,
          ClaimStore.JSON.writeValueAsBytes(latest),
          PutOptions.forName(LATEST).publicly().withMetadata(Map.of(JOB, job.id())));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private String url(String key) {
    return store.publicUrl(buckets.models(), key).toString();
  }

  private interface Write {
    void put(Job job) throws IOException;
  }
}
