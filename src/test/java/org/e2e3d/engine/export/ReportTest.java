package org.e2e3d.engine.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.assertj.core.data.Offset;
import org.e2e3d.engine.dense.DepthMapFile;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.io.SampleModels;
import org.e2e3d.engine.render.Picture;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.DepthMap;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.testing.TestStageContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {
  @TempDir Path folder;

  @Test
  void theReportNamesEveryImageThatIsNotUsedAndEscapesNames() throws IOException {
    ExportInputs in = inputs();
    ExportResult result = export(in);
    assertThat(result.partial()).isTrue();
    assertThat(result.evidence())
        .extracting(ImageEvidence::image)
        .containsExactly("notes.txt", ExportScene.NASTY, "left.jpg");
    String html = Files.readString(in.output().resolve("report.html"));
    assertThat(html)
        .contains("notes.txt", "left.jpg", "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;b")
        .contains("is far too dark", "reprojection error", "Move in smaller steps")
        .doesNotContain("<script", "http://", "https://");
    JsonNode json = new ObjectMapper().readTree(in.output().resolve("report.json").toFile());
    assertThat(json.path("images").path("leftOut")).hasSize(3);
    assertThat(json.path("images").path("used").asInt()).isEqualTo(4);
    assertThat(json.path("mesh").path("faces").asInt()).isEqualTo(in.model().mesh().faceCount());
    assertThat(json.path("started").asText()).isEqualTo("2026-01-02T03:04:05Z");
  }

  @Test
  void theReportTellsTheLikenessToPhotographsUsedAndHeldBack() throws IOException {
    ExportInputs in = inputs();
    for (Photo p : in.photos().photos()) {
      Path picture = folder.resolve("picture.png");
      Picture.filled(p.width(), p.height(), 0x608050).write(picture);
      Files.createDirectories(p.file().getParent());
      Files.move(picture, p.file(), StandardCopyOption.REPLACE_EXISTING);
    }
    ExportOptions options = new ExportOptions(85, 320, 0, false, 2000, 300_000, 0, 160, 2, 1);
    new Export(options, TestStageContext.in(folder.resolve("work"))).run(in);
    JsonNode json = new ObjectMapper().readTree(in.output().resolve("report.json").toFile());
    String html = Files.readString(in.output().resolve("report.html"));
    for (String kind : List.of("match", "heldBack")) {
      JsonNode match = json.path(kind);
      assertThat(match.path("views").asInt()).as(kind).isPositive();
      assertThat(match.path("ssim").asDouble()).as(kind).isBetween(0.0, 1.0);
      String shown = String.format(java.util.Locale.ROOT, "%.1f dB", match.path("psnr").asDouble());
      assertThat(html).contains(shown);
    }
    assertThat(html).contains("held back from the texture", "20 dB is a rough likeness");
  }

  @Test
  void aPhotographThatCannotBeReadMakesAModelPartialAndOtherFilesDoNot() throws IOException {
    ExportInputs in = inputs();
    List<Photo> placed = in.photos().photos().subList(0, 4);
    ImageEvidence note = new ImageEvidence("notes.txt", "IGNORED", "It is no image.");
    ImageEvidence copy = new ImageEvidence("9.jpg", "DUPLICATE", "the same file as 0.jpg");
    ImageEvidence cut = new ImageEvidence("cut.jpg", "UNREADABLE", "It is cut short.");
    assertThat(leftOut(placed, in, note, copy).partial()).isFalse();
    LeftOut out = leftOut(placed, in, note, cut);
    assertThat(out.partial()).isTrue();
    assertThat(out.evidence()).contains(cut);
  }

  private static LeftOut leftOut(List<Photo> photos, ExportInputs in, ImageEvidence... refused) {
    return LeftOut.of(new PhotoSet(photos, List.of(refused)), in.sparse(), List.of());
  }

  @Test
  void theReportShowsDepthMapsAndWhichPhotographsAreTied() throws IOException {
    ExportInputs in = inputs();
    Path file = folder.resolve("0.depth");
    float[] depth = new float[64 * 48];
    java.util.Arrays.fill(depth, 0, 32 * 48, 2f);
    DepthMapFile.write(
        file,
        new DepthMap(
            0,
            Camera.pinhole(0, 64, 48, 60, 60, 32, 24),
            in.sparse().views().get(0).pose(),
            depth,
            new float[0],
            new float[64 * 48]));
    List<Path> maps = List.of(file, folder.resolve("gone.depth"));
    export(
        new ExportInputs(
            in.output(), in.photos(), in.sparse(), in.cloud(), in.model(), maps, in.run()));
    String html = Files.readString(in.output().resolve("report.html"));
    assertThat(html).contains("<h2>Depth maps</h2>", "alt=\"Depths of 0.jpg\"");
    assertThat(html.split("Depths of ", -1)).hasSize(2);
    // Views see points in turn: each is tied to the next, the last to the first.
    List<ViewTies.Tie> ties = ViewTies.of(in.sparse());
    assertThat(ties).hasSize(4).allMatch(t -> t.second() - t.first() == 1 || t.second() == 3);
    assertThat(ties.stream().mapToInt(ViewTies.Tie::points).sum())
        .isEqualTo(in.sparse().points().size());
    long strong = ties.stream().filter(t -> t.points() >= 15).count();
    assertThat(html.split("class=tie ", -1)).hasSize((int) strong + 1);
  }

  @Test
  void figuresAreTheSyntheticTruth() {
    SparseFigures f = SparseFigures.of(inputs().sparse());
    assertThat(f.meanErrorPixels()).isCloseTo(0.5, Offset.offset(1e-3));
    assertThat(f.meanTrackLength()).isEqualTo(2);
    assertThat(f.tracksByLength()[0]).isEqualTo(f.points());
    // Neighbours are 10 degrees apart, the last and the first 30; the sphere is nearer than 6.
    assertThat(f.medianAngleDegrees()).isBetween(10.0, 13.0);
    assertThat(f.unitsPerPixel()).isBetween(5.0 / 600, 6.0 / 600);
    MeshFigures m = MeshFigures.of(SampleModels.sphere(10, 12));
    assertThat(m.components()).isEqualTo(1);
    assertThat(m.openEdges()).isEqualTo(24);
    assertThat(m.closed()).isFalse();
    assertThat(m.crowdedEdges()).isZero();
    assertThat(m.size()[2]).isBetween(1.99, 2.0);
  }

  private ExportInputs inputs() {
    return ExportScene.inputs(folder);
  }

  private ExportResult export(ExportInputs in) throws IOException {
    return ExportScene.export(in, folder);
  }
}
