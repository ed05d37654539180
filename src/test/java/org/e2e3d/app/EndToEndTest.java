package org.e2e3d.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.e2e3d.engine.process.ChildProcessEngine;
import org.e2e3d.engine.process.EngineProcessOptions;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobState;
import org.e2e3d.storage.MinioObjectStore;
import org.e2e3d.storage.ObjectStore;
import org.e2e3d.storage.PutOptions;
import org.e2e3d.testing.PhotographedScene;
import org.e2e3d.testing.PostgresSchema;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Photographs in, public mesh out, with nothing replaced: the real engine in its own process. */
final class EndToEndTest {
  private static final PhotographedScene SCENE = PhotographedScene.stillLife(8, 480, 360);
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir static Path photos;
  @TempDir Path data;
  private final HttpClient anonymous = HttpClient.newHttpClient();

  @BeforeAll
  static void photograph() throws IOException {
    SCENE.write(photos);
  }

  @Test
  void onTheEmbeddedStoreAFolderBecomesAPublicMeshAndTwoImagesADeadLetter() throws Exception {
    try (RunningService s = start()) {
      dropFolder(s, "pair", 2);
      dropFolder(s, "folder", SCENE.poses().size());
      Job model = completed(s, "folder");
      assertPublic(s, model);
      assertTooFew(s, "pair");
      assertThat(s.folderFiles()).isEmpty();
    }
  }

  @Test
  void onTheEmbeddedStoreABucketPrefixBecomesAPublicMesh() throws Exception {
    try (RunningService s = start()) {
      throughTheBucket(s, "bucket");
    }
  }

  @Test
  @EnabledIfEnvironmentVariable(
      named = "E2E3D_TEST_S3_ENDPOINT",
      matches = "https?://.+",
      disabledReason = "E2E3D_TEST_S3_ENDPOINT names no S3 server to test with")
  void onARealMinioAndPostgresIfThereIsOneABucketPrefixBecomesAPublicMesh() throws Exception {
    String mine = "e2e-" + UUID.randomUUID().toString().substring(0, 8);
    Optional<PostgresSchema> rows = PostgresSchema.open("e2e3d_end_to_end");
    try (RunningService s =
        start(
            "e2e3d.db.url",
            rows.map(PostgresSchema::url).orElse(""),
            "e2e3d.s3.endpoint",
            System.getenv("E2E3D_TEST_S3_ENDPOINT"),
            "e2e3d.s3.access-key",
            System.getenv("E2E3D_TEST_S3_ACCESS_KEY"),
            "e2e3d.s3.secret-key",
            System.getenv("E2E3D_TEST_S3_SECRET_KEY"),
            "e2e3d.inbox.bucket",
            mine + "-inbox",
            "e2e3d.bucket.models",
            mine + "-models",
            "e2e3d.bucket.archive",
            mine + "-archive",
            "e2e3d.bucket.dead-letter",
            mine + "-dead-letter")) {
      throughTheBucket(s, "bucket");
      for (String kind : List.of("-inbox", "-models", "-archive", "-dead-letter")) {
        s.service.store().delete(mine + kind, s.keys(mine + kind, ""));
      }
    } finally {
      rows.ifPresent(PostgresSchema::close);
    }
  }

  private RunningService start(String... more) {
    List<String> flags = new ArrayList<>(List.of("e2e3d.job.preset", "low"));
    flags.addAll(List.of(more));
    // the child JVM's own class path is this one's, as in the jar
    ChildProcessEngine engine =
        new ChildProcessEngine(
            EngineProcessOptions.likeThisProcess(
                Main.class.getName(), 2, 2L << 30, Duration.ofMinutes(4)));
    return RunningService.start(data, engine, flags.toArray(String[]::new));
  }

  private void throughTheBucket(RunningService s, String batch) throws Exception {
    String inbox = s.service.settings().inbox().bucket();
    try (ObjectStore client = MinioObjectStore.connect(s.service.storeSettings())) {
      for (int i = 0; i < SCENE.poses().size(); i++) {
        String name = PhotographedScene.name(i);
        client.put(inbox, batch + "/" + name, photos.resolve(name), PutOptions.forName(name));
      }
      client.put(inbox, batch + "/_READY", new byte[0], PutOptions.forName("_READY"));
    }
    assertPublic(s, completed(s, batch));
    assertThat(s.keys(inbox, "")).isEmpty();
  }

  private static void dropFolder(RunningService s, String batch, int images) throws IOException {
    Path folder = s.folderInbox().resolve(batch);
    Files.createDirectories(folder);
    for (int i = 0; i < images; i++) {
      String name = PhotographedScene.name(i);
      Files.copy(photos.resolve(name), folder.resolve(name));
    }
    Files.createFile(folder.resolve("_READY"));
  }

  private static Job ended(RunningService s, String batch) {
    return s.service.awaitJob(batch, Instant.EPOCH, PATIENCE, job -> {}).orElseThrow();
  }

  private static Job completed(RunningService s, String batch) {
    Job job = ended(s, batch);
    assertThat(job.state()).as("%s", job.failure()).isEqualTo(JobState.COMPLETED);
    return job;
  }

  private static void assertTooFew(RunningService s, String batch) throws IOException {
    Job job = ended(s, batch);
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    String bucket = s.service.settings().store().deadLetterBucket();
    assertThat(s.keys(bucket, job.letterAt() + "images/"))
        .containsExactly("_READY", PhotographedScene.name(0), PhotographedScene.name(1));
    JsonNode letter = new ObjectMapper().readTree(s.text(bucket, job.letterAt() + "failure.json"));
    assertThat(letter.path("code").asText()).isEqualTo("TOO_FEW_IMAGES");
  }

  private void assertPublic(RunningService s, Job job) throws Exception {
    Settings.Store buckets = s.service.settings().store();
    List<String> archived = new ArrayList<>(List.of("_READY"));
    for (int i = 0; i < SCENE.poses().size(); i++) {
      archived.add(PhotographedScene.name(i));
    }
    assertThat(s.keys(buckets.archiveBucket(), job.batch() + "/" + job.id() + "/images/"))
        .containsExactlyElementsOf(archived);

    String obj = get(s.service.publicUrl(), "model/obj");
    assertThat(obj.lines().filter(line -> line.startsWith("f ")).count()).isGreaterThan(500);
    String glb = get(s.service.publicUrl(job, "mesh.glb"), "model/gltf-binary");
    assertThat(glb).startsWith("glTF");
    URI pointer = s.service.store().publicUrl(buckets.modelsBucket(), job.batch() + "/latest.json");
    JsonNode latest = new ObjectMapper().readTree(get(pointer, "application/json"));
    assertThat(latest.path("job").asText()).isEqualTo(job.id());
    get(URI.create(latest.path("mesh").asText()), "model/");
  }

  /** The body as a reader without credentials gets it, one character a byte. */
  private String get(URI address, String type) throws Exception {
    HttpResponse<byte[]> answer =
        anonymous.send(
            HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).as("%s", address).isEqualTo(200);
    assertThat(answer.headers().map())
        .extractingByKey("content-type")
        .asString()
        .as("%s", Map.of("address", address))
        .contains(type);
    return new String(answer.body(), java.nio.charset.StandardCharsets.ISO_8859_1);
  }
}
