package org.e2e3d.engine.dense;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.e2e3d.engine.EngineEvent;
import org.e2e3d.engine.EngineOutcome;
import org.e2e3d.engine.EngineRequest;
import org.e2e3d.engine.Reconstruction;
import org.e2e3d.engine.io.ColmapText;
import org.e2e3d.engine.io.PlyFile;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.testing.PhotographedScene;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole engine on photographs of which some show nothing that could be measured, though their
 * cameras are known: the model is made of the others, and the report names them.
 */
final class ViewsOfNothingTest {
  private static final int VIEWS = 8;

  @TempDir Path folder;

  @Test
  void theModelIsMadeOfTheOthersAndTheReportSaysSo() throws IOException {
    PhotographedScene scene = PhotographedScene.sphereOnPlane(VIEWS, 320, 240);
    Path photos = folder.resolve("photos");
    scene.write(photos);
    replace(photos, 1, (x, y) -> 0);
    replace(photos, 4, (x, y) -> 180 + (x * 31 + y * 17 >> 2) % 3);
    replace(photos, 6, (x, y) -> (x + y) / 4);
    Path cameras = Files.createDirectories(folder.resolve("cameras"));
    ColmapText.write(cameras, DenseScenes.observed(scene));
    List<EngineEvent> events = Collections.synchronizedList(new ArrayList<>());
    EngineOutcome outcome =
        new Reconstruction(
                new EngineRequest(
                    photos,
                    folder.resolve("out"),
                    folder.resolve("work"),
                    Preset.LOW,
                    Optional.of(cameras),
                    Map.of()),
                2,
                1,
                events::add,
                () -> false)
            .run();
    assertThat(outcome).isNotInstanceOf(EngineOutcome.Failed.class);
    assertThat(PlyFile.readMesh(folder.resolve("out/mesh.ply")).faceCount()).isGreaterThan(2000);
    JsonNode report = new ObjectMapper().readTree(folder.resolve("out/report.json").toFile());
    List<String> without = new ArrayList<>();
    for (JsonNode note : report.path("images").path("notes")) {
      if (note.path("problem").asText().equals("NO_DEPTH")) {
        without.add(note.path("image").asText());
      }
    }
    assertThat(without)
        .containsExactly(
            PhotographedScene.name(1), PhotographedScene.name(4), PhotographedScene.name(6));
  }

  private interface Grey {
    int at(int x, int y);
  }

  private static void replace(Path photos, int view, Grey grey) throws IOException {
    BufferedImage image = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 320 * 240; i++) {
      int g = grey.at(i % 320, i / 320);
      image.setRGB(i % 320, i / 320, g << 16 | g << 8 | g);
    }
    ImageIO.write(image, "png", photos.resolve(PhotographedScene.name(view)).toFile());
  }
}
