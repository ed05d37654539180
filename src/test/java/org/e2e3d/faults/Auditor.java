package org.e2e3d.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobState;
import org.e2e3d.job.JobStore;
import org.e2e3d.storage.ObjectInfo;
import org.e2e3d.storage.ObjectStore;

/**
 * Proves from the store and the database alone that nothing is lost, nothing is there twice, and
 * nothing is half-published. It shares no code with the pipeline.
 */
final class Auditor {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LIMIT = 64 << 20;
  private final JobStore jobs;
  private final ObjectStore store;

  /** Finding by kind. */
  record Finding(Kind kind, String what) {}

  /** What can be broken. */
  enum Kind {
    LOST,
    TWICE,
    HALF_PUBLISHED,
    OTHER
  }

  private final List<Finding> findings = new ArrayList<>();

  Auditor(JobStore jobs, ObjectStore store) {
    this.jobs = jobs;
    this.store = store;
  }

  private void find(Kind kind, String what) {
    findings.add(new Finding(kind, what));
  }

  /** What does not hold for batches whose jobs have ended. */
  List<Finding> audit(Collection<Batch> batches) {
    findings.clear();
    batches.forEach(this::batch);
    top();
    return List.copyOf(findings);
  }

  private void batch(Batch batch) {
    List<Job> made = jobs.ofBatch(batch.name(), 100);
    if (made.size() != 1) {
      find(made.isEmpty() ? Kind.LOST : Kind.TWICE, batch.name() + " made jobs " + made);
    }
    if (made.isEmpty()) {
      return;
    }
    Job job = made.get(0);
    JobState expected = batch.blurry() ? JobState.FAILED : JobState.COMPLETED;
    if (job.state() != expected) {
      find(Kind.OTHER, batch.name() + " should be " + expected + " and is " + job);
    }
    images(batch, job);
    Optional<byte[]> latest = bytes("models", batch.name() + "/latest.json");
    Optional<byte[]> letter = bytes("dead-letter", batch.name() + "/" + job.id() + "/failure.json");
    if (latest.isPresent() == letter.isPresent()) {
      find(
          latest.isPresent() ? Kind.TWICE : Kind.LOST,
          batch.name() + (latest.isPresent() ? " has a model and a letter" : " has neither"));
    }
    latest.ifPresent(bytes -> model(batch, job, json(bytes)));
    letter.ifPresent(bytes -> letter(batch, job, json(bytes)));
  }

  private void images(Batch batch, Job job) {
    Map<String, List<String>> places = new TreeMap<>();
    Set<String> strangers = new TreeSet<>();
    for (String bucket : List.of("inbox", "archive", "dead-letter")) {
      for (ObjectInfo object : store.all(bucket, batch.name() + "/")) {
        String key = object.key();
        String name =
            bucket.equals("inbox")
                ? key.substring(batch.name().length() + 1)
                : key.replaceFirst("^[^/]*/[^/]*/images/", "");
        byte[] content = batch.files().get(name);
        if (content != null) {
          if (bytes(bucket, key).filter(b -> Arrays.equals(b, content)).isPresent()) {
            places.computeIfAbsent(name, n -> new ArrayList<>()).add(bucket + "/" + key);
          } else {
            strangers.add(bucket + "/" + key + " has another content");
          }
        }
      }
    }
    for (String name : batch.files().keySet()) {
      List<String> at = places.getOrDefault(name, List.of());
      if (at.isEmpty()) {
        find(Kind.LOST, batch.name() + "/" + name + " is nowhere; " + job);
      } else if (at.size() > 1) {
        find(Kind.TWICE, batch.name() + "/" + name + " is at " + at);
      } else if (!("s3://" + at.get(0)).equals(job.imagesAt() + name)) {
        find(Kind.OTHER, batch.name() + "/" + name + " is at " + at + ", row: " + job.imagesAt());
      }
    }
    strangers.forEach(what -> find(Kind.LOST, what));
  }

  private void model(Batch batch, Job job, JsonNode latest) {
    String prefix = latest.path("prefix").asText();
    if (!latest.path("job").asText().equals(job.id()) || !prefix.equals(job.modelAt())) {
      find(Kind.HALF_PUBLISHED, batch.name() + ": pointer " + latest + " and row " + job);
    }
    whole(batch, prefix);
    Set<String> versions = new TreeSet<>();
    for (ObjectInfo object : store.all("models", batch.name() + "/")) {
      if (!object.key().endsWith("/latest.json")) {
        versions.add(
            object.key().substring(0, object.key().indexOf('/', batch.name().length() + 1) + 1));
      }
    }
    if (!versions.equals(Set.of(prefix))) {
      find(
          Kind.TWICE, batch.name() + " has versions " + versions + ", the pointer names " + prefix);
    }
  }

  /** Every file of the manifest is there, public, as the manifest says, and of these images. */
  private void whole(Batch batch, String prefix) {
    Optional<byte[]> bytes = bytes("models", prefix + "manifest.json");
    if (bytes.isEmpty()) {
      find(Kind.HALF_PUBLISHED, prefix + " has no manifest");
      return;
    }
    JsonNode manifest = json(bytes.get());
    manifest
        .path("outputs")
        .properties()
        .forEach(
            file -> {
              Optional<byte[]> there = bytes("models", prefix + file.getKey());
              if (there.isEmpty()
                  || !LightEngine.sha256(there.get()).equals(file.getValue().asText())) {
                find(
                    Kind.HALF_PUBLISHED, prefix + file.getKey() + " is not what the manifest says");
                return;
              }
              try {
                long size =
                    store
                        .verifyAnonymousRead(store.publicUrl("models", prefix + file.getKey()))
                        .bytes();
                if (size != there.get().length) {
                  find(
                      Kind.HALF_PUBLISHED, prefix + file.getKey() + " reads as " + size + " bytes");
                }
              } catch (RuntimeException e) {
                find(Kind.HALF_PUBLISHED, prefix + file.getKey() + " is not public: " + e);
              }
            });
    List<String> inputs =
        StreamSupport.stream(manifest.path("inputs").spliterator(), false)
            .map(JsonNode::asText)
            .toList();
    List<String> dropped =
        batch.files().values().stream().map(LightEngine::sha256).sorted().toList();
    if (!inputs.isEmpty() && !inputs.equals(dropped)) {
      find(Kind.HALF_PUBLISHED, prefix + " was built of " + inputs + ", dropped was " + dropped);
    }
  }

  private void letter(Batch batch, Job job, JsonNode letter) {
    if (!letter.path("job").asText().equals(job.id()) || job.failure() == null) {
      find(Kind.OTHER, batch.name() + ": letter " + letter + " and row " + job);
    }
    String folder = batch.name() + "/" + job.id() + "/";
    if (bytes("dead-letter", folder + "engine.log").isEmpty()) {
      find(Kind.OTHER, "the letter of " + batch.name() + " has no log");
    }
    if (StreamSupport.stream(store.all("models", batch.name() + "/").spliterator(), false)
        .findAny()
        .isPresent()) {
      find(Kind.HALF_PUBLISHED, batch.name() + " is a dead letter and has files of a model");
    }
  }

  /** The newest mesh of all is the newest completed job's, with its companions. */
  private void top() {
    Optional<Job> newest =
        jobs.recent(Set.of(JobState.COMPLETED), 200, 0).stream()
            .max(Comparator.comparing(Job::created).thenComparing(Job::id));
    Optional<ObjectInfo> top = store.stat("models", "reconstructed_mesh.obj");
    if (newest.isEmpty() || top.isEmpty()) {
      if (newest.isPresent() != top.isPresent()) {
        find(Kind.HALF_PUBLISHED, "newest job " + newest + ", newest mesh " + top);
      }
      return;
    }
    if (!newest.get().id().equals(top.get().metadata().get("job"))) {
      find(Kind.HALF_PUBLISHED, "the newest mesh is " + top + ", the newest job " + newest);
    }
    for (ObjectInfo object : store.all("inbox", "")) {
      find(Kind.OTHER, "left in the inbox: " + object.key());
    }
  }

  private Optional<byte[]> bytes(String bucket, String key) {
    return store.exists(bucket, key)
        ? Optional.of(store.bytes(bucket, key, LIMIT))
        : Optional.empty();
  }

  private static JsonNode json(byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
