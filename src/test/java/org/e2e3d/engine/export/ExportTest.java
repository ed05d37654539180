package org.e2e3d.engine.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.e2e3d.engine.io.ColmapText;
import org.e2e3d.engine.io.GlbFile;
import org.e2e3d.engine.io.ObjFile;
import org.e2e3d.engine.io.PlyFile;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.stage.CancelledException;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.testing.TestStageContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExportTest {
  @TempDir Path folder;

  @Test
  void everyFileIsWrittenAndListedAndReadsBack() throws IOException {
    ExportInputs in = inputs();
    ExportResult result = export(in);

    assertThat(result.files())
        .extracting(OutputFile::name)
        .containsExactlyInAnyOrder(
            "mesh.obj",
            "mesh.mtl",
            "texture0.jpg",
            "texture1.jpg",
            "mesh.glb",
            "mesh.ply",
            "mesh.stl",
            "mesh-small.glb",
            "mesh.usdz",
            "cloud.ply",
            "cameras/cameras.txt",
            "cameras/images.txt",
            "cameras/points3D.txt",
            "preview.png",
            "thumbnail.jpg",
            "turntable.webp",
            "index.html",
            "viewer/viewer.js",
            "viewer/viewer.css",
            "viewer/model.js",
            "viewer/LICENSE-three.js.txt",
            "report.json",
            "report.html");
    assertThat(result.files()).allMatch(f -> f.bytes() > 0 && f.sha256().length() == 64);
    assertThat(in.output().resolve(".exporting")).doesNotExist();

    TexturedMesh obj = ObjFile.read(in.output().resolve("mesh.obj"));
    assertThat(obj.mesh().xyz()).isEqualTo(in.model().mesh().xyz());
    assertThat(PlyFile.readMesh(in.output().resolve("mesh.ply")).xyz())
        .isEqualTo(in.model().mesh().xyz());
    assertThat(GlbFile.read(in.output().resolve("mesh.glb")).mesh().faceCount())
        .isEqualTo(in.model().mesh().faceCount());
    assertThat(PlyFile.readCloud(in.output().resolve("cloud.ply")).xyz())
        .isEqualTo(in.cloud().xyz());
    assertThat(ColmapText.read(in.output().resolve("cameras")).views()).hasSize(4);
    assertThat(ImageIO.read(in.output().resolve("preview.png").toFile()).getWidth()).isEqualTo(96);
  }

  @Test
  void anEarlierModelIsReplacedWhole() throws IOException {
    ExportInputs in = inputs();
    export(in);
    Files.writeString(in.output().resolve("mine.txt"), "not the engine's");
    ExportInputs plain =
        new ExportInputs(
            in.output(),
            in.photos(),
            in.sparse(),
            in.cloud(),
            new TexturedMesh(in.model().mesh(), new float[0], new int[0], List.of()),
            List.of(),
            in.run());
    export(plain);
    assertThat(in.output().resolve("texture0.jpg")).doesNotExist();
    assertThat(in.output().resolve("mine.txt")).exists();
    assertThat(ManifestVerifier.verify(in.output()).intact()).isTrue();
  }

  @Test
  void aCancelledExportLeavesNoManifest() {
    ExportInputs in = inputs();
    TestStageContext context = TestStageContext.in(folder.resolve("work"));
    context.cancel();
    assertThatThrownBy(() -> new Export(ExportScene.SMALL, context).run(in))
        .isInstanceOf(CancelledException.class);
    assertThat(in.output().resolve("manifest.json")).doesNotExist();
    assertThat(in.output().resolve("mesh.obj")).doesNotExist();
  }

  @Test
  void anOptionOutOfRangeIsNamed() {
    ExportOptions bad = new ExportOptions(0, 96, 0, false, 100, 100_000, 0, 96, 0, 0);
    assertThatThrownBy(bad::validate)
        .isInstanceOf(ReconstructionException.class)
        .hasMessageContaining("export.jpegQuality is 0");
  }

  @Test
  void uprightTurnsZUpToYUpAndTheCamerasToTheFront() {
    double[] r = Upright.of(inputs().sparse());
    // The cameras look along +y and 15 degrees beside it; up is z.
    assertThat(r[3]).isCloseTo(0, Offset.offset(1e-12));
    assertThat(r[5]).isCloseTo(1, Offset.offset(1e-12));
    assertThat(r[6]).isCloseTo(Math.sin(Math.toRadians(15)), Offset.offset(1e-9));
    assertThat(r[7]).isCloseTo(-Math.cos(Math.toRadians(15)), Offset.offset(1e-9));
  }

  @Test
  void thePageNeedsNothingButTheFilesBesideIt() throws IOException {
    ExportInputs in = inputs();
    List<String> names =
        export(in).files().stream().map(OutputFile::name).collect(Collectors.toList());
    names.add("manifest.json");
    String page = Files.readString(in.output().resolve("index.html"));
    assertThat(page).contains("script-src 'self'", "default-src 'none'");
    assertThat(page).doesNotContain("http:", "https:", "style=", "onclick", "<style");
    Matcher m =
        Pattern.compile("(?:src|href|data-(?:model|full|offline))=\"([^\"]*)\"").matcher(page);
    List<String> named = new ArrayList<>();
    while (m.find()) {
      named.add(m.group(1));
    }
    named.remove("data:,");
    assertThat(named).contains("mesh-small.glb", "viewer/viewer.js", "turntable.webp");
    assertThat(names).containsAll(named);
    // No inline script: every one is a file.
    assertThat(page.split("<script ", -1)).hasSize(2);
    assertThat(page).contains("<script src=\"viewer/viewer.js\"></script>");
    Path small = in.output().resolve("mesh-small.glb");
    assertThat(Files.size(small)).isLessThanOrEqualTo(ExportScene.SMALL.smallBytes());
    String text = Files.readString(in.output().resolve("viewer/model.js"));
    String base64 = text.substring(text.indexOf('\'') + 1, text.lastIndexOf('\''));
    assertThat(Base64.getDecoder().decode(base64)).isEqualTo(Files.readAllBytes(small));
  }

  private ExportInputs inputs() {
    return ExportScene.inputs(folder);
  }

  private ExportResult export(ExportInputs in) throws IOException {
    return ExportScene.export(in, folder);
  }
}
