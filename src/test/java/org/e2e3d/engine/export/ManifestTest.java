package org.e2e3d.engine.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.e2e3d.engine.export.ManifestVerifier.Kind;
import org.e2e3d.engine.export.ManifestVerifier.Verification;
import org.e2e3d.engine.io.MalformedFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManifestTest {
  @TempDir Path folder;

  @Test
  void theManifestTellsInputsOptionsAndFrame() throws IOException {
    ExportInputs in = inputs();
    export(in);
    Manifest m = Manifest.read(in.output());
    assertThat(m.schema()).isEqualTo(1);
    assertThat(m.partial()).isTrue();
    assertThat(m.seed()).isEqualTo(42);
    assertThat(m.inputs()).hasSize(5);
    assertThat(m.inputs().get(0)).isEqualTo(new Manifest.Input("0.jpg", "d0", true));
    assertThat(m.inputs().get(4).used()).isFalse();
    assertThat(m.stages()).isEqualTo(in.run().stages());
    assertThat(m.options()).containsKey("dense");
    assertThat(m.software().libraries())
        .containsKeys(
            "opencv", "openblas", "three", "lwjgl-meshoptimizer", "camel-core", "jackson-databind")
        .doesNotContainKeys("assertj-core", "archunit");
    assertThat(m.software().libraries().values()).allMatch(v -> v.matches("[\\w.+-]+"));
    assertThat(m.frame().unit()).isEqualTo("arbitrary");
    assertThat(m.frame().geoReference()).isNull();
  }

  @Test
  void verificationFindsWhatWasChanged() throws IOException {
    ExportInputs in = inputs();
    export(in);
    Path out = in.output();
    assertThat(ManifestVerifier.verify(out).differences()).isEmpty();

    byte[] ply = Files.readAllBytes(out.resolve("mesh.ply"));
    ply[ply.length - 1] ^= 1;
    Files.write(out.resolve("mesh.ply"), ply);
    Files.writeString(out.resolve("mesh.mtl"), "");
    Files.delete(out.resolve("preview.png"));
    Files.writeString(out.resolve("mine.html"), "added later");
    Files.createDirectories(out.resolve(".work"));
    Files.writeString(out.resolve(".work/stage.json"), "{}");
    Verification v = ManifestVerifier.verify(out);
    assertThat(v.intact()).isFalse();
    assertThat(v.checked()).isEqualTo(23);
    assertThat(v.differences())
        .extracting(ManifestVerifier.Difference::name, ManifestVerifier.Difference::kind)
        .containsExactlyInAnyOrder(
            Tuple.tuple("mesh.ply", Kind.CONTENT),
            Tuple.tuple("mesh.mtl", Kind.SIZE),
            Tuple.tuple("preview.png", Kind.MISSING),
            Tuple.tuple("mine.html", Kind.UNLISTED));
  }

  @Test
  void photographsAreComparedWithTheOnesThatWentIn(@TempDir Path images) throws IOException {
    ExportInputs in = inputs();
    export(in);
    Path file = in.output().resolve("manifest.json");
    Files.write(images.resolve("0.jpg"), new byte[] {1, 2, 3});
    Files.write(images.resolve("1.jpg"), new byte[] {4});
    Files.writeString(
        file,
        Files.readString(file)
            .replace("\"d0\"", "\"" + Digests.sha256(images.resolve("0.jpg")) + "\"")
            .replace("\"2.jpg\"", "\"../2.jpg\""));
    Verification v = ManifestVerifier.verifyInputs(in.output(), images);
    assertThat(v.intact()).isFalse();
    assertThat(v.checked()).isEqualTo(5);
    assertThat(v.differences())
        .extracting(ManifestVerifier.Difference::name, ManifestVerifier.Difference::kind)
        .containsExactly(
            Tuple.tuple("1.jpg", Kind.CONTENT),
            Tuple.tuple("../2.jpg", Kind.NAME),
            Tuple.tuple("3.jpg", Kind.MISSING),
            Tuple.tuple("left.jpg", Kind.MISSING));
  }

  @Test
  void aManifestThatLeadsAstrayOrIsRubbishIsTold() throws IOException {
    ExportInputs in = inputs();
    export(in);
    Path file = in.output().resolve("manifest.json");
    String text = Files.readString(file);
    Files.writeString(file, text.replace("\"mesh.ply\"", "\"../secret\""));
    assertThat(ManifestVerifier.verify(in.output()).differences())
        .extracting(ManifestVerifier.Difference::kind)
        .contains(Kind.NAME);
    for (String bad :
        List.of("", "{}", "null", "[1", text.replace("\"schema\" : 1", "\"schema\" : 9"))) {
      Files.writeString(file, bad);
      assertThatThrownBy(() -> ManifestVerifier.verify(in.output()))
          .isInstanceOf(MalformedFileException.class);
    }
  }

  private ExportInputs inputs() {
    return ExportScene.inputs(folder);
  }

  private ExportResult export(ExportInputs in) throws IOException {
    return ExportScene.export(in, folder);
  }
}
