package org.e2e3d.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobState;
import org.e2e3d.job.JobStore;
import org.e2e3d.storage.MemoryObjectStore.Stored;

/** The promises of docs/guarantees.md, looked at after every single step of the model. */
final class ModelPromises {
  private final ModelWorld world;
  private final Map<String, Job> last = new HashMap<>();
  private final Map<String, String> announced = new TreeMap<>();

  ModelPromises(ModelWorld world) {
    this.world = world;
  }

  private NavigableMap<String, Stored> objects(String bucket) {
    return world.store.view(bucket);
  }

  private static String text(Stored object) {
    return object == null ? null : new String(object.bytes(), StandardCharsets.UTF_8);
  }

  /** What does not hold at this moment. */
  Optional<String> broken() {
    List<Job> jobs = world.jobs.recent(Set.of(), 100, 0);
    List<String> broken = new ArrayList<>();
    for (Job job : jobs) {
      changes(job, broken);
      letter(job, broken);
    }
    world.dropped.forEach((batch, images) -> images(batch, images, jobs, broken));
    for (String batch : world.dropped.keySet()) {
      pointer(batch, jobs, broken);
    }
    top(jobs, broken);
    return broken.stream().findFirst();
  }

  private void changes(Job job, List<String> broken) {
    Job before = last.put(job.id(), job);
    if (before == null || before.equals(job)) {
      return;
    }
    if (before.version() > job.version()) {
      broken.add(job.id() + " went back to version " + job.version());
    }
    JobStore.Change from = null;
    for (JobStore.Change to : world.jobs.history(job.id())) {
      if (from != null && from.state() != to.state() && !from.state().canBecome(to.state())) {
        broken.add(job.id() + " went from " + from + " to " + to);
      }
      from = to;
    }
    if (before.state() != job.state() && before.version() == job.version()) {
      broken.add(job.id() + " changed its state without a new version");
    }
  }

  /** Every image is kept somewhere, and the newest row of its batch names a place that has all. */
  private void images(
      String batch, Map<String, String> images, List<Job> jobs, List<String> broken) {
    images.forEach(
        (name, content) -> {
          if (places(batch, name, content).isEmpty()) {
            broken.add("LOST: " + batch + "/" + name + " is nowhere");
          }
        });
    List<Job> ofBatch = jobs.stream().filter(job -> job.batch().equals(batch)).toList();
    Optional<Job> newest =
        ofBatch.stream()
            .filter(job -> ofBatch.stream().noneMatch(o -> o.predecessor().equals(job.id())))
            .findFirst();
    if (newest.isPresent()) {
      images.forEach(
          (name, content) -> {
            String at = newest.get().imagesAt().substring("s3://".length()) + name;
            int slash = at.indexOf('/');
            Stored there = objects(at.substring(0, slash)).get(at.substring(slash + 1));
            if (!content.equals(text(there))) {
              broken.add(
                  "the row says that " + name + " is at " + at + ", and it is not: " + newest);
            }
          });
    }
  }

  private List<String> places(String batch, String name, String content) {
    List<String> places = new ArrayList<>();
    if (content.equals(text(objects("inbox").get(batch + "/" + name)))) {
      places.add("inbox");
    }
    for (String bucket : List.of("archive", "dead-letter")) {
      objects(bucket)
          .forEach(
              (key, object) -> {
                if (key.startsWith(batch + "/")
                    && key.endsWith("/images/" + name)
                    && content.equals(text(object))) {
                  places.add(bucket + "/" + key);
                }
              });
    }
    return places;
  }

  /** A dead letter is whole as soon as its failure.json is there, and its job has no model. */
  private void letter(Job job, List<String> broken) {
    String folder = job.batch() + "/" + job.id() + "/";
    boolean written = objects("dead-letter").containsKey(folder + "failure.json");
    if (job.state() == JobState.FAILED && !written) {
      broken.add(job.id() + " is FAILED without a letter");
    }
    if (written && job.state() == JobState.COMPLETED) {
      broken.add(job.id() + " is COMPLETED and has a letter");
    }
    if (written) {
      boolean replayed =
          world.jobs.ofBatch(job.batch(), 100).stream()
              .anyMatch(other -> other.predecessor().equals(job.id()));
      world
          .dropped
          .get(job.batch())
          .keySet()
          .forEach(
              name -> {
                if (!replayed && !objects("dead-letter").containsKey(folder + "images/" + name)) {
                  broken.add("the letter of " + job.id() + " lacks " + name);
                }
              });
      if (!objects("dead-letter").containsKey(folder + "engine.log")) {
        broken.add("the letter of " + job.id() + " has no log");
      }
    }
  }

  /** What latest.json announces is whole, of one run, stays as it is, and is no failed job's. */
  private void pointer(String batch, List<Job> jobs, List<String> broken) {
    Stored latest = objects("models").get(batch + "/latest.json");
    if (latest == null) {
      return;
    }
    JsonNode told = json(latest);
    String prefix = told.get("prefix").asText();
    model(prefix, broken);
    told.get("files")
        .forEach(
            file -> {
              Stored there = objects("models").get(prefix + file.get("name").asText());
              if (there == null || there.bytes().length != file.get("bytes").asLong()) {
                broken.add(
                    "HALF: latest.json of " + batch + " names a file that is not so: " + file);
              }
            });
    ofNoFailed(told.get("job").asText(), jobs, batch + "/latest.json", broken);
  }

  /** Keeps what latest.json announces now, which must stay as it is. */
  void note() {
    for (String batch : world.dropped.keySet()) {
      Stored latest = objects("models").get(batch + "/latest.json");
      if (latest != null) {
        model(json(latest).get("prefix").asText(), new ArrayList<>());
      }
    }
  }

  /** What was announced so far. */
  Map<String, String> announced() {
    return announced;
  }

  private void model(String prefix, List<String> broken) {
    String mesh = text(objects("models").get(prefix + "mesh.obj"));
    String manifest = text(objects("models").get(prefix + "manifest.json"));
    if (mesh == null || manifest == null || !mesh.equals("# " + manifest + "\n")) {
      broken.add("HALF: " + prefix + " has mesh " + mesh + " and manifest " + manifest);
    }
    String now = mesh + manifest;
    String before = announced.putIfAbsent(prefix, now);
    if (before != null && !before.equals(now)) {
      broken.add("HALF: " + prefix + " changed after it was announced: " + before + " -> " + now);
    }
  }

  private void top(List<Job> jobs, List<String> broken) {
    Stored top = objects("models").get("reconstructed_mesh.obj");
    if (top != null) {
      String job = top.options().metadata().get("job");
      ofNoFailed(job, jobs, "reconstructed_mesh.obj", broken);
      Job named = find(job, jobs);
      String mesh =
          named == null ? null : text(objects("models").get(named.modelAt() + "mesh.obj"));
      if (!text(top).equals(mesh)) {
        broken.add("HALF: reconstructed_mesh.obj is " + text(top) + ", the model has " + mesh);
      }
    }
  }

  private static void ofNoFailed(String job, List<Job> jobs, String what, List<String> broken) {
    Job named = find(job, jobs);
    if (named == null || named.state() == JobState.FAILING || named.state() == JobState.FAILED) {
      broken.add("TWICE: " + what + " announces the failed job " + named);
    }
  }

  private static Job find(String id, List<Job> jobs) {
    return jobs.stream().filter(job -> job.id().equals(id)).findFirst().orElse(null);
  }

  private static JsonNode json(Stored object) {
    try {
      return ClaimStore.JSON.readTree(object.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** True if nothing is left to do. */
  boolean settled() {
    List<Job> jobs = world.jobs.recent(Set.of(), 100, 0);
    return !jobs.isEmpty()
        && jobs.stream().allMatch(job -> job.state().isFinal())
        && objects("inbox").isEmpty();
  }

  String state() {
    return world.jobs.recent(Set.of(), 100, 0)
        + ", queue "
        + world.queue
        + ", inbox "
        + objects("inbox").keySet();
  }

  /** What does not hold when all is over. */
  Optional<String> brokenAtTheEnd() {
    List<String> broken = new ArrayList<>();
    List<Job> jobs = world.jobs.recent(Set.of(), 100, 0);
    world.dropped.forEach(
        (batch, images) -> {
          List<Job> made = jobs.stream().filter(job -> job.batch().equals(batch)).toList();
          if (made.size() != 1) {
            broken.add("TWICE: " + batch + " made " + made.size() + " jobs: " + made);
          }
          images.forEach(
              (name, content) -> {
                List<String> places = places(batch, name, content);
                if (places.size() != 1) {
                  broken.add(batch + "/" + name + " is in " + places.size() + " places: " + places);
                }
              });
          Stored latest = objects("models").get(batch + "/latest.json");
          boolean built = made.get(0).state() == JobState.COMPLETED;
          if (built == (latest == null)) {
            broken.add(made.get(0) + " but the pointer is " + text(latest));
          }
          Set<String> prefixes =
              objects("models").keySet().stream()
                  .filter(key -> key.startsWith(batch + "/") && !key.endsWith("latest.json"))
                  .map(key -> key.substring(0, key.lastIndexOf('/') + 1))
                  .collect(Collectors.toSet());
          if (latest != null && !prefixes.equals(Set.of(json(latest).get("prefix").asText()))) {
            broken.add("versions of " + batch + " are left over: " + prefixes);
          }
        });
    newestOfAll(jobs, broken);
    return broken.stream().findFirst();
  }

  private void newestOfAll(List<Job> jobs, List<String> broken) {
    Map<String, Job> completed = new TreeMap<>();
    for (Job job : jobs) {
      if (job.state() == JobState.COMPLETED) {
        completed.put(job.created() + job.id(), job);
      }
    }
    Stored top = objects("models").get("reconstructed_mesh.obj");
    String shown = top == null ? null : top.options().metadata().get("job");
    String wanted =
        completed.isEmpty()
            ? null
            : completed.get(List.copyOf(completed.keySet()).get(completed.size() - 1)).id();
    if (!java.util.Objects.equals(shown, wanted)) {
      broken.add("the newest mesh is of " + shown + ", not of " + wanted);
    }
  }
}
