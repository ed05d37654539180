package org.e2e3d.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.e2e3d.engine.export.Export;
import org.e2e3d.engine.export.ExportInputs;
import org.e2e3d.engine.export.ExportOptions;
import org.e2e3d.engine.export.RunRecord;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.io.SampleModels;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.PointCloud;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.SparsePoints;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.scene.View;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.storage.EmbeddedStore;
import org.e2e3d.storage.MinioObjectStore;
import org.e2e3d.storage.ObjectStore;
import org.e2e3d.storage.PutOptions;
import org.e2e3d.storage.StoreSettings;
import org.e2e3d.testing.HeadlessBrowser;
import org.e2e3d.testing.TestStageContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page of a model in a real browser, from a store by a stranger and from the disk. Skipped
 * where there is no Chromium on the path.
 */
final class ViewerInBrowserTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir private static Path folder;
  private static Path model;
  private static String browser;

  @BeforeAll
  static void exportModel() throws IOException {
    browser = browser();
    assumeThat(browser).as("a Chromium on the path").isNotEmpty();
    TexturedMesh mesh = SampleModels.texturedSphere(20, 24);
    Camera camera = Camera.pinhole(0, 640, 480, 600, 600, 320, 240);
    double[] level = {1, 0, 0, 0, 0, -1, 0, 1, 0};
    View view = new View(0, "0.jpg", 0, Pose.fromCentre(level, new double[] {3, -8, 5}));
    SparsePoints none =
        new SparsePoints(
            new double[0],
            new byte[0],
            new float[0],
            new int[1],
            new int[0],
            new int[0],
            new float[0]);
    RunRecord run =
        new RunRecord(
            Instant.EPOCH, Preset.LOW, Map.of(), 1, List.of(), List.of(), List.of(), Map.of());
    model = folder.resolve("model");
    ExportOptions few = new ExportOptions(85, 320, 0, false, 2000, 300_000, 4, 160, 0, 0);
    new Export(few, TestStageContext.in(folder.resolve("work")))
        .run(
            new ExportInputs(
                model,
                new PhotoSet(List.of(), List.of()),
                new SparseModel(List.of(camera), List.of(view), none, Optional.empty()),
                new PointCloud(new float[0], new float[0], new byte[0], new float[0]),
                mesh,
                List.of(),
                run));
  }

  @Test
  void aStrangerSeesTheModelFromTheEmbeddedStore() throws Exception {
    try (EmbeddedStore server = EmbeddedStore.start(folder.resolve("store"), 0)) {
      shownFrom(server.settings());
    }
  }

  @Test
  void aStrangerSeesTheModelFromMinio() throws Exception {
    String endpoint = System.getenv("E2E3D_TEST_S3_ENDPOINT");
    assumeThat(endpoint).as("E2E3D_TEST_S3_ENDPOINT names a MinIO").isNotNull();
    shownFrom(
        StoreSettings.of(
            URI.create(endpoint),
            System.getenv("E2E3D_TEST_S3_ACCESS_KEY"),
            System.getenv("E2E3D_TEST_S3_SECRET_KEY")));
  }

  @Test
  void thePageWorksFromTheDisk() throws Exception {
    assertShown(model.resolve("index.html").toUri().toString());
  }

  private static void shownFrom(StoreSettings settings) throws Exception {
    String bucket = "browser-" + Long.toString(System.nanoTime(), 36);
    try (ObjectStore store = MinioObjectStore.connect(settings)) {
      store.ensureBucket(bucket);
      store.makePublic(bucket);
      List<Path> files;
      try (Stream<Path> all = Files.walk(model)) {
        files = all.filter(Files::isRegularFile).toList();
      }
      for (Path file : files) {
        String name = model.relativize(file).toString().replace('\\', '/');
        store.put(bucket, "a/v1/" + name, file, PutOptions.forName(name).publicly());
      }
      assertShown(store.publicUrl(bucket, "a/v1/index.html").toString());
    }
  }

  /** The page says that the model is shown, and the console has nothing to complain of. */
  private static void assertShown(String address) throws Exception {
    try (HeadlessBrowser page =
        new HeadlessBrowser(browser, Files.createTempDirectory(folder, "profile"), address)) {
      assertThat(page.becomesTrue("document.querySelector('[data-shown=true]')", PATIENCE))
          .as("shown; console: %s", page.console())
          .isTrue();
      assertThat(page.console()).isEmpty();
    }
  }

  private static String browser() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .flatMap(
            d -> Stream.of("chromium", "chromium-browser", "google-chrome").map(n -> d + "/" + n))
        .filter(f -> new File(f).canExecute())
        .findFirst()
        .orElse("");
  }
}
