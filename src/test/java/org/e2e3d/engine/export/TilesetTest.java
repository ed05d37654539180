package org.e2e3d.engine.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.e2e3d.engine.scene.GeoReference;
import org.e2e3d.engine.scene.SparseModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TilesetTest {
  @TempDir Path folder;

  @Test
  void aGeoreferencedModelIsATilesetToo() throws IOException {
    ExportInputs in = inputs();
    SparseModel sparse = in.sparse();
    SparseModel placed =
        new SparseModel(
            sparse.cameras(),
            sparse.views(),
            sparse.points(),
            Optional.of(new GeoReference(0, 90, 100)));
    export(
        new ExportInputs(
            in.output(), in.photos(), placed, in.cloud(), in.model(), List.of(), in.run()));
    JsonNode tiles = new ObjectMapper().readTree(in.output().resolve("tileset.json").toFile());
    assertThat(tiles.path("asset").path("version").asText()).isEqualTo("1.1");
    JsonNode root = tiles.path("root");
    assertThat(root.path("refine").asText()).isEqualTo("REPLACE");
    JsonNode child = root.path("children").path(0);
    for (JsonNode tile : List.of(root, child)) {
      assertThat(in.output().resolve(tile.path("content").path("uri").asText())).exists();
      // The sphere of radius 1 about (3, -2, 5), in the tile's frame.
      JsonNode box = tile.path("boundingVolume").path("box");
      assertThat(box.path(0).asDouble()).isCloseTo(3, Offset.offset(0.05));
      assertThat(box.path(2).asDouble()).isCloseTo(5, Offset.offset(0.05));
      assertThat(box.path(11).asDouble()).isCloseTo(1, Offset.offset(0.01));
    }
    assertThat(tiles.path("geometricError").asDouble())
        .isGreaterThan(root.path("geometricError").asDouble());
    assertThat(child.path("geometricError").asDouble()).isZero();
    // At 0 N, 90 E: east is -x, north is z, up is y of the earth.
    double[] t = new ObjectMapper().treeToValue(root.path("transform"), double[].class);
    assertThat(t)
        .containsExactly(
            new double[] {-1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 6_378_237, 0, 1},
            Offset.offset(1e-6));
  }

  @Test
  void earthCentredCoordinatesAreThoseOfTheTables() {
    // Greenwich's neighbour from the EPSG guidance note 7-2, section 4.1.1.
    double[] t =
        Tileset.toEarth(
            new GeoReference(53 + 48 / 60.0 + 33.820 / 3600, 2 + 7 / 60.0 + 46.380 / 3600, 73.0));
    assertThat(t[12]).isCloseTo(3_771_793.97, Offset.offset(0.02));
    assertThat(t[13]).isCloseTo(140_253.34, Offset.offset(0.02));
    assertThat(t[14]).isCloseTo(5_124_304.35, Offset.offset(0.02));
  }

  private ExportInputs inputs() {
    return ExportScene.inputs(folder);
  }

  private ExportResult export(ExportInputs in) throws IOException {
    return ExportScene.export(in, folder);
  }
}
