package org.e2e3d.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.e2e3d.engine.EngineOutcome;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.testing.FakeEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health, metrics and Jolokia over HTTP, and the routes themselves. */
final class ManagementTest {
  @TempDir static Path data;

  private static final FakeEngine ENGINE = new FakeEngine();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static RunningService s;

  @BeforeAll
  static void start() {
    s = RunningService.start(data, ENGINE, "e2e3d.management.port", "0");
  }

  @AfterAll
  static void stop() {
    s.close();
  }

  @Test
  void listensOnLoopbackOnly() {
    assertThat(s.service.managementUrl().orElseThrow().getHost()).isEqualTo("127.0.0.1");
    assertThat(Settings.of(java.util.Map.of()).management().host()).isEqualTo("127.0.0.1");
    assertThat(Settings.of(java.util.Map.of()).store().host()).isEqualTo("127.0.0.1");
  }

  @Test
  void healthNamesEveryPart() throws Exception {
    HttpResponse<String> answer = get("/health");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("\"UP\"").contains("store", "database", "broker", "disk");
  }

  @Test
  void jobsInFlightAndMetricsAreShown() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    ENGINE.when("slow", FakeEngine.untilCancelled(started));
    s.drop("slow/a.jpg", "one");
    s.drop("slow/_READY", "");
    assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
    String id = s.service.jobs().ofBatch("slow", 1).get(0).id();

    org.awaitility.Awaitility.await()
        .atMost(RunningService.PATIENCE)
        .until(() -> jobs("InFlight").path("value").path(0).path("percent").asInt() == 40);
    JsonNode flight = jobs("InFlight").path("value").path(0);
    assertThat(flight.path("job").asText()).isEqualTo(id);
    assertThat(flight.path("stage").asText()).isEqualTo("dense");
    assertThat(flight.path("secondsLeft").asInt()).isEqualTo(60);
    assertThat(get("/metrics").body()).contains("e2e3d_jobs{state=\"running\"} 1.0");

    assertThat(exec("cancel", id)).isEqualTo(true);
    assertThat(s.await("slow").failure().code().name()).isEqualTo("CANCELLED");
    org.awaitility.Awaitility.await()
        .atMost(RunningService.PATIENCE)
        .until(() -> get("/metrics").body().contains("e2e3d_jobs_ended_total{code=\"CANCELLED\""));
  }

  @Test
  void aDeadLetterIsReplayedOverJmx() throws Exception {
    ENGINE.when(
        "sent-back",
        (request, events, cancelled) ->
            new EngineOutcome.Failed(FailureCode.BLURRY, "All blurry.", "", List.of()));
    s.drop("sent-back/a.jpg", "one");
    s.drop("sent-back/_READY", "");
    s.await("sent-back");
    java.time.Instant before = java.time.Instant.now();
    assertThat((String) exec("replay", "sent-back")).endsWith("-r2");
    assertThat(s.await("sent-back", before).failure()).isNull();
  }

  @Test
  void jolokiaShowsRoutesAndRefusesWhatIsNotOurs() throws Exception {
    JsonNode routes = JSON.readTree(get("/jolokia/search/org.apache.camel:type=routes,*").body());
    assertThat(routes.path("value")).as(routes.toString()).hasSizeGreaterThan(8);
    JsonNode stop =
        post(
            "{\"type\":\"exec\",\"mbean\":\"org.apache.camel:context=e2e3d,type=context,name=\\\"e2e3d\\\"\","
                + "\"operation\":\"stop()\"}");
    assertThat(stop.path("status").asInt()).as(stop.toString()).isEqualTo(403);
    JsonNode replay =
        post(
            JSON.createObjectNode()
                .put("type", "exec")
                .put("mbean", mbean())
                .put("operation", "replay")
                .set("arguments", JSON.createArrayNode().add("sent-back"))
                .toString());
    assertThat(replay.path("status").asInt()).as(replay.toString()).isEqualTo(403);
    JsonNode write =
        post(
            "{\"type\":\"write\",\"mbean\":\"java.lang:type=Memory\",\"attribute\":\"Verbose\",\"value\":true}");
    assertThat(write.path("status").asInt()).as(write.toString()).isEqualTo(403);
    JsonNode secrets = JSON.readTree(get("/jolokia/read/java.lang:type=Runtime").body());
    assertThat(secrets.toString()).doesNotContain("InputArguments\":[");
  }

  @Test
  void everyRouteAndStepHasAnIdOfItsOwn() {
    CamelContext context = s.service.context();
    Set<String> ids = context.getRoutes().stream().map(Route::getId).collect(Collectors.toSet());
    assertThat(ids)
        .containsExactlyInAnyOrder(
            "inbox-folder",
            "inbox-bucket",
            "intake",
            "intake-batch",
            "enqueue",
            "job-resend",
            "job-queue",
            "job-queue-dead",
            "run",
            "publish",
            "dead-letter",
            "commands",
            "cancelled",
            "notify");
    for (Route route : context.getRoutes()) {
      assertThat(route.getDescription()).as(route.getId()).isNotBlank();
    }
  }

  private static JsonNode jobs(String attribute) throws IOException, InterruptedException {
    return post(
        JSON.createObjectNode()
            .put("type", "read")
            .put("mbean", mbean())
            .put("attribute", attribute)
            .toString());
  }

  /** As JConsole does it. */
  private static Object exec(String operation, String argument) throws Exception {
    return ManagementFactory.getPlatformMBeanServer()
        .invoke(
            new ObjectName(mbean()),
            operation,
            new Object[] {argument},
            new String[] {String.class.getName()});
  }

  private static String mbean() throws IOException, InterruptedException {
    JsonNode found = JSON.readTree(get("/jolokia/search/org.e2e3d:type=Jobs,*").body());
    return found.path("value").path(0).asText();
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create(s.service.managementUrl().orElseThrow() + path);
    return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode post(String json) throws IOException, InterruptedException {
    URI uri = URI.create(s.service.managementUrl().orElseThrow() + "/jolokia");
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    return JSON.readTree(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }
}
