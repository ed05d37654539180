package org.e2e3d.engine.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.assertj.core.groups.Tuple;
import org.e2e3d.engine.export.ManifestVerifier.Kind;
import org.e2e3d.engine.export.ManifestVerifier.Verification;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.io.ColmapText;
import org.e2e3d.engine.io.GlbFile;
import org.e2e3d.engine.io.MalformedFileException;
import org.e2e3d.engine.io.ObjFile;
import org.e2e3d.engine.io.PlyFile;
import org.e2e3d.engine.io.SampleModels;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.GeoReference;
import org.e2e3d.engine.scene.PointCloud;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.SparsePoints;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.scene.View;
import org.e2e3d.engine.stage.CancelledException;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.engine.stage.StageName;
import org.e2e3d.testing.TestStageContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExportTest {
  private static final String NASTY = "a <script>alert(1)</script> & \"b\".jpg";
  private static final ExportOptions SMALL =
      new ExportOptions(90, 96, 0, true, 100, 100_000, 6, 96, 0);

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
  void theReportNamesEveryImageThatIsNotUsedAndEscapesNames() throws IOException {
    ExportInputs in = inputs();
    ExportResult result = export(in);
    assertThat(result.partial()).isTrue();
    assertThat(result.evidence())
        .extracting(ImageEvidence::image)
        .containsExactly("notes.txt", NASTY, "left.jpg");
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
    assertThat(Files.size(small)).isLessThanOrEqualTo(SMALL.smallBytes());
    String text = Files.readString(in.output().resolve("viewer/model.js"));
    String base64 = text.substring(text.indexOf('\'') + 1, text.lastIndexOf('\''));
    assertThat(Base64.getDecoder().decode(base64)).isEqualTo(Files.readAllBytes(small));
  }

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
    export(new ExportInputs(in.output(), in.photos(), placed, in.cloud(), in.model(), in.run()));
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
    assertThat(m.software().libraries()).containsKey("opencv");
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
    assertThatThrownBy(() -> new Export(SMALL, context).run(in))
        .isInstanceOf(CancelledException.class);
    assertThat(in.output().resolve("manifest.json")).doesNotExist();
    assertThat(in.output().resolve("mesh.obj")).doesNotExist();
  }

  @Test
  void anOptionOutOfRangeIsNamed() {
    ExportOptions bad = new ExportOptions(0, 96, 0, false, 100, 100_000, 0, 96, 0);
    assertThatThrownBy(bad::validate)
        .isInstanceOf(ReconstructionException.class)
        .hasMessageContaining("export.jpegQuality is 0");
  }

  private ExportResult export(ExportInputs in) throws IOException {
    return new Export(SMALL, TestStageContext.in(folder.resolve("work"))).run(in);
  }

  /** Four cameras around a sphere; a fifth photograph found no place, two files were refused. */
  private ExportInputs inputs() {
    TexturedMesh model = SampleModels.texturedSphere(10, 12);
    Camera camera = Camera.radial(0, 640, 480, 600, 0.01, 0);
    List<View> views = new ArrayList<>();
    List<Photo> photos = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      String name = i < 4 ? i + ".jpg" : "left.jpg";
      photos.add(
          new Photo(
              i,
              name,
              folder.resolve(name),
              640,
              480,
              0,
              Double.NaN,
              Optional.empty(),
              1,
              0.5,
              "d" + i,
              Optional.empty()));
      if (i < 4) {
        views.add(new View(i, name, 0, pose(i)));
      }
    }
    List<ImageEvidence> refused =
        List.of(
            new ImageEvidence("notes.txt", "IGNORED", "It is no image."),
            new ImageEvidence(NASTY, "UNREADABLE", "It is far too dark."));
    SparseModel sparse =
        new SparseModel(List.of(camera), views, points(model, camera, views), Optional.empty());
    float[] xyz = model.mesh().xyz();
    RunRecord run =
        new RunRecord(
            Instant.parse("2026-01-02T03:04:05Z"),
            Preset.LOW,
            Map.of("dense", Map.of("maxImageSize", 1600)),
            42,
            List.of(new RunRecord.StageRun(StageName.INGEST, 1.5, 2.5, 1 << 28, false)),
            List.of(new RunRecord.RunWarning(StageName.DENSE, "SPARSE", "<b>Few</b> depths.")),
            refused,
            Map.of("dense.completeness.0.jpg", 0.5));
    PointCloud cloud =
        new PointCloud(xyz, xyz.clone(), model.mesh().rgb(), new float[xyz.length / 3]);
    return new ExportInputs(
        folder.resolve("out"), new PhotoSet(photos, refused), sparse, cloud, model, run);
  }

  /** Looks at the sphere at (3, -2, 5) from 6 away, a step of 10 degrees a view, z up. */
  private static Pose pose(int i) {
    double t = Math.toRadians(10.0 * i);
    double[] r = {Math.cos(t), Math.sin(t), 0, 0, 0, -1, -Math.sin(t), Math.cos(t), 0};
    return Pose.fromCentre(r, new double[] {3 + 6 * Math.sin(t), -2 - 6 * Math.cos(t), 5});
  }

  /** Vertices on the cameras' side, each seen by two views, half a pixel off in x. */
  private static SparsePoints points(TexturedMesh model, Camera camera, List<View> views) {
    List<double[]> kept = new ArrayList<>();
    float[] v = model.mesh().xyz();
    for (int i = 0; i < v.length; i += 3) {
      if (v[i + 1] < -2.2) {
        kept.add(new double[] {v[i], v[i + 1], v[i + 2]});
      }
    }
    int n = kept.size();
    double[] xyz = new double[3 * n];
    int[] start = new int[n + 1];
    int[] view = new int[2 * n];
    float[] xy = new float[4 * n];
    double[] c = new double[3];
    double[] pixel = new double[2];
    for (int i = 0; i < n; i++) {
      System.arraycopy(kept.get(i), 0, xyz, 3 * i, 3);
      start[i + 1] = 2 * i + 2;
      for (int k = 0; k < 2; k++) {
        int o = 2 * i + k;
        view[o] = (i + k) % 4;
        views.get(view[o]).pose().apply(xyz[3 * i], xyz[3 * i + 1], xyz[3 * i + 2], c);
        camera.project(c[0], c[1], c[2], pixel);
        xy[2 * o] = (float) (pixel[0] + 0.5);
        xy[2 * o + 1] = (float) pixel[1];
      }
    }
    return new SparsePoints(xyz, new byte[3 * n], new float[n], start, view, new int[2 * n], xy);
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

  @Test
  void uprightTurnsZUpToYUpAndTheCamerasToTheFront() {
    double[] r = Upright.of(inputs().sparse());
    // The cameras look along +y and 15 degrees beside it; up is z.
    assertThat(r[3]).isCloseTo(0, Offset.offset(1e-12));
    assertThat(r[5]).isCloseTo(1, Offset.offset(1e-12));
    assertThat(r[6]).isCloseTo(Math.sin(Math.toRadians(15)), Offset.offset(1e-9));
    assertThat(r[7]).isCloseTo(-Math.cos(Math.toRadians(15)), Offset.offset(1e-9));
  }
}
