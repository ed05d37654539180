package org.e2e3d.engine.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.e2e3d.engine.scene.TexturedMesh;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UsdzFileTest {
  private static final double[] UPRIGHT = {1, 0, 0, 0, 0, 1, 0, -1, 0};

  @TempDir Path folder;

  @Test
  void filesAreStoredWholeOn64ByteBorders() throws IOException {
    TexturedMesh model = SampleModels.texturedSphere(6, 8);
    List<byte[]> jpegs = SampleModels.jpegs(model);
    Path file = folder.resolve("m.usdz");
    UsdzFile.write(file, model, jpegs, UPRIGHT, 0.5);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .containsExactly("model.usda", "textures/page0.jpg", "textures/page1.jpg");
      assertThat(zip.stream()).allMatch(e -> e.getMethod() == ZipEntry.STORED);
      assertThat(zip.getInputStream(zip.getEntry("textures/page1.jpg")).readAllBytes())
          .isEqualTo(jpegs.get(1));
    }
    ByteBuffer b = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    for (int i = 0; i < 3; i++) {
      assertThat(b.getInt(at)).isEqualTo(0x04034b50);
      at += 30 + b.getShort(at + 26) + b.getShort(at + 28);
      assertThat(at % 64).isZero();
      at += length(i, jpegs, file);
    }
  }

  private static int length(int i, List<byte[]> jpegs, Path file) throws IOException {
    if (i > 0) {
      return jpegs.get(i - 1).length;
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return (int) zip.getEntry("model.usda").getSize();
    }
  }

  @Test
  void theSceneStandsUprightInMetres() throws IOException {
    TexturedMesh model = SampleModels.untextured(SampleModels.sphere(12, 16));
    Path file = folder.resolve("m.usdz");
    UsdzFile.write(file, model, List.of(), UPRIGHT, 0.5);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      String scene =
          new String(
              zip.getInputStream(zip.getEntry("model.usda")).readAllBytes(),
              StandardCharsets.US_ASCII);
      assertThat(scene).startsWith("#usda 1.0").contains("upAxis = \"Y\"", "metersPerUnit = 1");
      // The sphere about (3, -2, 5) with z up is one about (3, 5, 2) with y up; then halved.
      String extent =
          scene.replaceAll("(?s).*extent = \\[\\(([^)]*)\\), \\(([^)]*)\\)\\].*", "$1, $2");
      String[] n = extent.split(", ");
      double[] want = {1, 2, 0.5, 2, 3, 1.5};
      for (int k = 0; k < 6; k++) {
        assertThat(Double.parseDouble(n[k]))
            .isCloseTo(want[k], org.assertj.core.data.Offset.offset(0.02));
      }
      assertThat(scene).contains("primvars:displayColor").doesNotContain("E-", "NaN");
    }
  }
}
