package org.e2e3d.engine.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.e2e3d.engine.io.GlbFile;
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

  /** Rules of the 3D Tiles 1.1 specification (OGC 22-025r4), sections 7.2 and 7.4 to 7.9. */
  @Test
  void theTilesetKeepsTheRulesOfItsSpecification() throws IOException {
    ExportInputs in = inputs();
    SparseModel sparse = in.sparse();
    GeoReference place = new GeoReference(47.5, -8.25, 420);
    SparseModel placed =
        new SparseModel(sparse.cameras(), sparse.views(), sparse.points(), Optional.of(place));
    export(
        new ExportInputs(
            in.output(), in.photos(), placed, in.cloud(), in.model(), List.of(), in.run()));
    JsonNode tiles = new ObjectMapper().readTree(in.output().resolve("tileset.json").toFile());
    JsonNode root = tiles.path("root");
    // The root must refine somehow, and errors fall from the tileset to the leaf, which has none.
    assertThat(root.path("refine").asText()).isIn("ADD", "REPLACE");
    double error = tiles.path("geometricError").asDouble();
    int levels = 0;
    for (JsonNode tile = root; !tile.isMissingNode(); tile = tile.path("children").path(0)) {
      levels++;
      double own = tile.path("geometricError").asDouble(-1);
      assertThat(own).isGreaterThanOrEqualTo(0).isLessThan(error);
      error = own;
      Path content = in.output().resolve(tile.path("content").path("uri").asText());
      assertThat(content).hasParent(in.output());
      assertContains(tile.path("boundingVolume").path("box"), GlbFile.read(content).mesh().xyz());
    }
    assertThat(levels).isEqualTo(2);
    assertThat(error).isZero();
    // The transform is a rotation and a shift: orthonormal columns, right-handed, affine.
    double[] t = new ObjectMapper().treeToValue(root.path("transform"), double[].class);
    for (int a = 0; a < 3; a++) {
      assertThat(t[4 * a + 3]).isZero();
      for (int b = 0; b < 3; b++) {
        double dot = 0;
        for (int k = 0; k < 3; k++) {
          dot += t[4 * a + k] * t[4 * b + k];
        }
        assertThat(dot).isCloseTo(a == b ? 1 : 0, Offset.offset(1e-12));
      }
    }
    assertThat(t[0] * t[5] - t[1] * t[4]).isCloseTo(t[10], Offset.offset(1e-12));
    assertThat(t[15]).isEqualTo(1);
  }

  /** A GLB's y axis is the tile's z axis. */
  private static void assertContains(JsonNode box, float[] glb) {
    double[] low = {1e9, 1e9, 1e9};
    double[] high = {-1e9, -1e9, -1e9};
    for (int i = 0; i < glb.length; i += 3) {
      double[] p = {glb[i], -glb[i + 2], glb[i + 1]};
      for (int k = 0; k < 3; k++) {
        low[k] = Math.min(low[k], p[k]);
        high[k] = Math.max(high[k], p[k]);
      }
    }
    for (int k = 0; k < 3; k++) {
      double centre = box.path(k).asDouble();
      double half = box.path(3 + 4 * k).asDouble();
      assertThat(low[k]).isGreaterThanOrEqualTo(centre - half - 1e-3);
      assertThat(high[k]).isLessThanOrEqualTo(centre + half + 1e-3);
      // Nor is it much larger than what it holds.
      assertThat(high[k] - low[k]).isGreaterThan(1.8 * half);
    }
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
