package org.e2e3d.engine.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.e2e3d.engine.export.viewer.ViewerFiles;
import org.e2e3d.engine.image.PhotoSource;
import org.e2e3d.engine.image.ReducedPhotos;
import org.e2e3d.engine.io.ColmapText;
import org.e2e3d.engine.io.GlbFile;
import org.e2e3d.engine.io.Jpeg;
import org.e2e3d.engine.io.ObjFile;
import org.e2e3d.engine.io.PageReduction;
import org.e2e3d.engine.io.PlyFile;
import org.e2e3d.engine.io.StlFile;
import org.e2e3d.engine.io.UsdzFile;
import org.e2e3d.engine.render.Viewpoint;
import org.e2e3d.engine.scene.GeoReference;
import org.e2e3d.engine.scene.TexturePage;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.stage.StageContext;
import org.e2e3d.engine.texture.HeldBackViews;
import org.e2e3d.engine.texture.TextureMatch;

/**
 * Stage 8: writes a model's files, pictures, report and manifest into the output folder.
 *
 * <p>OBJ, PLY, STL, the cloud and the cameras share one frame, that of the sparse model. The GLB
 * holds the same coordinates under a root node that turns them upright, as glTF wants it; the
 * manifest states that rotation.
 */
public final class Export {
  static final String SMALL_GLB = "mesh-small.glb";

  private static final int THUMBNAIL = 320;

  /** Longer side of the pictures that are compared with the photographs. */
  private static final int MATCH_SIDE = 480;

  /** Photographs kept at that size: 0.5 MB each. */
  private static final int MOST_KEPT = 40;

  /** Longest side of the texture pages for that, texels. */
  private static final int MATCH_PAGE = 2048;

  /** A USDZ of unknown scale fits on a table: metres along its longest side. */
  private static final double TABLE_SIZE = 0.5;

  private final ExportOptions options;
  private final StageContext context;

  public Export(ExportOptions options, StageContext context) {
    options.validate();
    this.options = options;
    this.context = context;
  }

  /**
   * Writes everything. A reader of the output folder sees the model of an earlier run, or no
   * manifest, or the whole new model.
   *
   * @throws IOException if a file cannot be written; the output folder then has no new manifest
   */
  public ExportResult run(ExportInputs in) throws IOException {
    Files.createDirectories(in.output());
    Staging staging = Staging.in(in.output());
    double[] upright = Upright.of(in.sparse());
    context.progress(0, "encoding the texture");
    writeModel(in, staging, upright);

    context.progress(0.45, "making the small model");
    SmallModel small =
        SmallModel.of(in.model(), options.smallFaces(), options.smallBytes(), context.threads());
    context.progress(0.5, "writing the small model");
    writeSmall(in, small, staging, upright);

    context.progress(0.55, "drawing the model");
    ModelPictures pictures = new ModelPictures(in, small.model(), upright, context);
    pictures.writePreview(staging.file("preview.png"), options.previewSize());
    Files.write(staging.file("thumbnail.jpg"), pictures.thumbnail(THUMBNAIL));
    if (options.turntableFrames() > 0) {
      context.progress(0.6, "drawing the turntable");
      byte[] turntable = pictures.turntable(options.turntableFrames(), options.turntableSize());
      Files.write(staging.file("turntable.webp"), turntable);
    }

    context.progress(0.75, "comparing with photographs held back");
    LeftOut leftOut = LeftOut.of(in.photos(), in.sparse(), in.run().images());
    PhotoSource reduced = new ReducedPhotos(MATCH_SIDE, MOST_KEPT);
    TextureMatch heldBack =
        HeldBackViews.match(
            small.model().mesh(),
            in.sparse(),
            in.photos(),
            reduced,
            options.heldBackViews(),
            MATCH_SIDE,
            context);
    context.progress(0.8, "comparing with the photographs that textured it");
    Report report = Report.of(in, leftOut, match(in, reduced), heldBack);
    context.progress(0.85, "writing the report");
    ExportJson.write(staging.file("report.json"), report);
    String page =
        new ReportPage(
                report,
                pictures.small(),
                Thumbnails.of(in.photos().photos(), reduced, options.thumbnailSize(), context),
                new ReportPage.Plans(
                    CameraPlan.svg(in.sparse(), upright), CameraPlan.matches(in.sparse(), upright)),
                DepthPictures.of(in.depthMaps(), in.sparse()))
            .html();
    Files.writeString(staging.file("report.html"), page, StandardCharsets.UTF_8);
    context.progress(0.88, "writing the page");
    writeViewer(report, pictures, staging, upright);

    context.progress(0.9, "writing the manifest");
    List<OutputFile> files = new ArrayList<>();
    for (String name : staging.names()) {
      Path file = staging.file(name);
      files.add(new OutputFile(name, MediaTypes.of(name), Files.size(file), Digests.sha256(file)));
    }
    manifest(in, leftOut, upright, files).write(staging.file(Manifest.FILE));
    staging.publish(earlierFiles(in.output()));
    context.figure("export.files", files.size());
    context.figure("export.bytes", files.stream().mapToLong(OutputFile::bytes).sum());
    context.progress(1, "done");
    return new ExportResult(in.output(), leftOut.partial(), leftOut.evidence(), files);
  }

  private void writeModel(ExportInputs in, Staging staging, double[] upright) throws IOException {
    TexturedMesh model = in.model();
    List<byte[]> jpegs = new ArrayList<>();
    for (TexturePage page : model.pages()) {
      context.checkCancelled();
      jpegs.add(Jpeg.encode(page, options.jpegQuality()));
    }
    context.progress(0.15, "writing mesh.obj");
    ObjFile.write(staging.file("mesh.obj"), model, jpegs);
    context.progress(0.3, "writing mesh.glb");
    GlbFile.write(staging.file("mesh.glb"), model, jpegs, upright);
    context.progress(0.35, "writing mesh.ply");
    PlyFile.writeMesh(staging.file("mesh.ply"), model.mesh());
    if (options.stl()) {
      StlFile.write(staging.file("mesh.stl"), model.mesh());
    }
    context.progress(0.4, "writing cloud.ply");
    PlyFile.writeCloud(staging.file("cloud.ply"), in.cloud());
    ColmapText.write(staging.file("cameras/cameras.txt").getParent(), in.sparse());
  }

  /** The files made from the coarser level of detail. */
  private void writeSmall(ExportInputs in, SmallModel small, Staging staging, double[] upright)
      throws IOException {
    GlbFile.writeCompact(staging.file(SMALL_GLB), small.model(), small.jpegs(), upright);
    TriangleMesh mesh = in.model().mesh();
    Optional<GeoReference> geo = in.sparse().geoReference();
    double scale = geo.isPresent() ? 1 : TABLE_SIZE / longest(mesh);
    UsdzFile.write(staging.file("mesh.usdz"), small.model(), small.jpegs(), upright, scale);
    if (geo.isPresent()) {
      Tileset.write(
          staging.file("tileset.json"), mesh, geo.get(), SMALL_GLB, small.error(), "mesh.glb");
    }
  }

  private static double longest(TriangleMesh mesh) {
    return Math.max(1e-6, Arrays.stream(MeshFigures.size(mesh.xyz())).max().orElse(1));
  }

  private TextureMatch match(ExportInputs in, PhotoSource reduced) {
    // The pictures compared are small, so reduced pages have all that can be seen.
    TexturedMesh full = in.model();
    List<TexturePage> pages = full.pages().stream().map(Export::forMatching).toList();
    TexturedMesh model = new TexturedMesh(full.mesh(), full.uv(), full.page(), pages);
    return TextureMatch.of(
        model,
        in.sparse(),
        in.photos(),
        reduced,
        options.matchViews(),
        MATCH_SIDE,
        context.threads());
  }

  private static TexturePage forMatching(TexturePage page) {
    int longest = Math.max(page.width(), page.height());
    return PageReduction.reduce(page, Math.min(1, (double) MATCH_PAGE / longest));
  }

  private void writeViewer(Report report, ModelPictures pictures, Staging staging, double[] upright)
      throws IOException {
    Viewpoint front = pictures.front(options.previewSize());
    Map<String, Long> sizes = new TreeMap<>();
    for (String name : staging.names()) {
      sizes.put(name, Files.size(staging.file(name)));
    }
    String page = new ViewerPage(report, sizes).html(front, pictures.target(front), upright);
    Files.writeString(staging.file(ViewerPage.FILE), page, StandardCharsets.UTF_8);
    ViewerFiles.write(staging::file, staging.file(SMALL_GLB));
  }

  private static Manifest manifest(
      ExportInputs in, LeftOut leftOut, double[] upright, List<OutputFile> files) {
    RunRecord run = in.run();
    List<Manifest.Input> inputs =
        in.photos().photos().stream()
            .map(p -> new Manifest.Input(p.name(), p.digest(), leftOut.isUsed(p.name())))
            .toList();
    return new Manifest(
        Manifest.SCHEMA,
        Software.current(),
        run.started(),
        run.preset(),
        run.options(),
        run.seed(),
        leftOut.partial(),
        inputs,
        leftOut.evidence(),
        run.stages(),
        Manifest.Frame.of(in.sparse().geoReference(), upright),
        files);
  }

  /** The files of the model that is in the output folder now, if there is one. */
  private static List<String> earlierFiles(Path output) {
    try {
      return Manifest.read(output).files().stream()
          .map(OutputFile::name)
          .filter(name -> ManifestVerifier.inside(output, name) != null)
          .toList();
    } catch (IOException e) {
      // None, or none that can be read: then there is nothing known to be stale.
      return List.of();
    }
  }
}
