package org.e2e3d.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobState;
import org.e2e3d.storage.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of ended jobs: a line in the log, and a POST of JSON where an address is set. */
public final class Notify {
  private static final Logger LOG = LoggerFactory.getLogger(Notify.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ObjectStore store;
  private final Buckets buckets;
  private final Optional<URI> webhook;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  public Notify(ObjectStore store, Buckets buckets, Optional<URI> webhook) {
    this.store = store;
    this.buckets = buckets;
    this.webhook = webhook;
  }

  /** Tells; a listener that does not answer changes nothing about the job. */
  public void tell(JobRun run) {
    Job job = run.job();
    ObjectNode event = ClaimStore.JSON.createObjectNode();
    event.put("event", job.state() == JobState.COMPLETED ? "model" : "dead-letter");
    event.put("job", job.id());
    event.put("batch", job.batch());
    event.put("attempt", job.attempt());
    event.put("partial", job.partial());
    if (job.state() == JobState.COMPLETED) {
      event.put("mesh", store.publicUrl(buckets.models(), job.modelAt() + TopMesh.MESH).toString());
    } else {
      event.put("letter", Buckets.place(buckets.deadLetter(), job.letterAt()));
      job.whyNot()
          .ifPresent(why -> event.put("code", why.code().name()).put("message", why.message()));
    }
    LOG.info("{}", event);
    webhook.ifPresent(address -> post(address, event.toString()));
  }

  private void post(URI address, String json) {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    try {
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status >= 300) {
        LOG.warn("the webhook answered {}", status);
      }
    } catch (IOException e) {
      LOG.warn("the webhook could not be told: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
