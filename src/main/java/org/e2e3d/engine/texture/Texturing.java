package org.e2e3d.engine.texture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.image.PhotoReader;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.image.PhotoSource;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.scene.View;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.engine.stage.StageContext;
import org.e2e3d.engine.stage.Workers;

/**
 * Stage 7: gives a mesh its texture from the photographs.
 *
 * <ol>
 *   <li>survey: which views see each face, how well, in what colour (photographs reduced)
 *   <li>exposure gains from faces that several views see; views that disagree are dropped
 *   <li>one view a face, smooth over neighbours; connected faces of a view become charts
 *   <li>charts are packed, and filled from the photographs, one decoded at a time
 *   <li>colours are levelled along seams; faces that no view sees get colours from around them
 * </ol>
 */
public final class Texturing {
  private static final double SURVEY_SHARE = 0.45;
  private static final double PAINT_SHARE = 0.9;

  private final TextureOptions options;
  private final PhotoSource source;
  private final StageContext context;

  public Texturing(TextureOptions options, StageContext context) {
    this(options, PhotoReader::readBgr, context);
  }

  Texturing(TextureOptions options, PhotoSource source, StageContext context) {
    options.validate();
    this.options = options;
    this.source = source;
    this.context = context;
  }

  /**
   * Textures a mesh and writes the checkpoint.
   *
   * @param photos every view's photograph (by {@link View#id()}) is among them
   * @param model cameras and views
   * @param mesh at least one face
   * @return the same geometry with texture; its vertex colours are taken from the texture
   */
  public TexturedMesh run(PhotoSet photos, SparseModel model, TriangleMesh mesh) {
    TexturedMesh textured = make(photos, model, mesh);
    context.progress(PAINT_SHARE + 0.08, "writing the checkpoint");
    save(textured);
    context.progress(1, "textured");
    return textured;
  }

  /** The same without a checkpoint. */
  TexturedMesh make(PhotoSet photos, SparseModel model, TriangleMesh mesh) {
    List<Photo> ofView = photosOf(photos, model);
    List<Camera> cameras = camerasOf(model, ofView);
    int views = model.views().size();
    FaceGraph graph = new FaceGraph(mesh);
    Candidates candidates =
        new Survey(options, source, context).run(mesh, model, ofView, cameras, SURVEY_SHARE);
    context.progress(SURVEY_SHARE, "evening the exposure");
    double[] gains =
        options.evenExposure() ? ExposureGains.estimate(candidates, views) : ones(3 * views);
    int rejected =
        options.rejectOutliers()
            ? new OutlierViews(graph, candidates, context.threads()).reject(gains)
            : 0;
    context.checkCancelled();
    context.progress(SURVEY_SHARE + 0.03, "choosing views");
    ViewLabelling labelling = new ViewLabelling(graph, candidates, options.detail());
    int[] label = labelling.solve();
    SmallPatches.absorb(graph, candidates, label);
    ViewProjection[] projections = new ViewProjection[views];
    for (int i = 0; i < views; i++) {
      projections[i] = new ViewProjection(cameras.get(i), model.views().get(i).pose());
    }
    int unseen = count(label, -1);
    double texels = (double) options.pageSize() * options.pageSize() * options.maxPages();
    double largest = largestScale(ofView);
    Charts charts =
        TinyCharts.drop(graph, label, Charts.of(mesh, graph, label, projections), largest, texels);
    context.progress(SURVEY_SHARE + 0.05, "packing the atlas");
    int flat = count(label, -1);
    AtlasLayout layout =
        AtlasLayout.of(charts, PhotoScale.of(ofView), flat, largest, options, context.threads());
    Atlas atlas = new Atlas(layout, charts);
    long covered = paint(mesh, charts, atlas, ofView, gains, projections);
    context.progress(PAINT_SHARE, "levelling seams");
    if (options.levelSeams()) {
      new SeamLevelling(mesh, graph, charts, atlas).run(context.threads());
    }
    context.progress(PAINT_SHARE + 0.05, "colouring what no photograph shows");
    float[] colours = VertexColours.of(mesh, graph, charts, atlas, candidates, gains);
    UnseenPainter.paint(mesh, charts, atlas, colours);
    atlas.fillGaps(context.threads());
    TriangleMesh coloured =
        new TriangleMesh(mesh.xyz(), mesh.triangles(), VertexColours.bytes(colours));
    TexturedMesh textured =
        new TexturedMesh(coloured, atlas.uv(), atlas.page, atlas.texturePages());
    report(charts, layout, unseen, flat - unseen, rejected, covered, gains);
    return textured;
  }

  /**
   * Loads what {@link #run} wrote.
   *
   * @throws IOException if there is no checkpoint or it is damaged
   */
  public static TexturedMesh read(Path folder) throws IOException {
    return TextureFile.read(folder);
  }

  private long paint(
      TriangleMesh mesh,
      Charts charts,
      Atlas atlas,
      List<Photo> photos,
      double[] gains,
      ViewProjection[] projections) {
    ChartPainter painter = new ChartPainter(mesh, charts, atlas);
    int[] covered = new int[charts.size()];
    int views = photos.size();
    for (int view = 0; view < views; view++) {
      int v = view;
      int[] mine = chartsOf(charts, view);
      if (mine.length > 0) {
        double[] gain = Arrays.copyOfRange(gains, 3 * view, 3 * view + 3);
        PixelImage image = decode(photos.get(view), atlas.layout, view, gain);
        Workers.forEach(
            context.threads(),
            mine.length,
            i -> covered[mine[i]] = painter.paint(mine[i], image, projections[v]));
      }
      context.progress(
          SURVEY_SHARE + 0.1 + (PAINT_SHARE - SURVEY_SHARE - 0.1) * (view + 1) / views,
          "painting charts");
    }
    return Arrays.stream(covered).asLongStream().sum();
  }

  private static int[] chartsOf(Charts charts, int view) {
    int[] mine = new int[charts.size()];
    int n = 0;
    for (int c = 0; c < charts.size(); c++) {
      if (charts.view[c] == view) {
        mine[n++] = c;
      }
    }
    return Arrays.copyOf(mine, n);
  }

  private PixelImage decode(Photo photo, AtlasLayout layout, int view, double[] gain) {
    try (Mat image = source.readBgr(photo, layout.photos().side(view, layout.scale()))) {
      return PixelImage.of(image, gain);
    }
  }

  private static int count(int[] label, int wanted) {
    return (int) Arrays.stream(label).filter(v -> v == wanted).count();
  }

  /** Texels a pixel that the option on photograph size allows. */
  private double largestScale(List<Photo> photos) {
    int longest = 1;
    for (Photo p : photos) {
      longest = Math.max(longest, Math.max(p.width(), p.height()));
    }
    return options.maxPhotoSide() == 0 ? 1 : Math.min(1, (double) options.maxPhotoSide() / longest);
  }

  private static List<Photo> photosOf(PhotoSet photos, SparseModel model) {
    List<Photo> found = new ArrayList<>();
    for (View view : model.views()) {
      if (view.id() < 0 || view.id() >= photos.photos().size()) {
        throw new IllegalArgumentException("view " + view.name() + ": no photo " + view.id());
      }
      found.add(photos.photos().get(view.id()));
    }
    return found;
  }

  private static List<Camera> camerasOf(SparseModel model, List<Photo> photos) {
    List<Camera> cameras = new ArrayList<>();
    for (int i = 0; i < photos.size(); i++) {
      Camera camera = model.cameraOf(model.views().get(i));
      cameras.add(camera.scaledTo(photos.get(i).width(), photos.get(i).height()));
    }
    return cameras;
  }

  private static double[] ones(int n) {
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return ones;
  }

  private void report(
      Charts charts,
      AtlasLayout layout,
      int unseen,
      int tiny,
      int rejected,
      long covered,
      double[] gains) {
    long texels = 0;
    for (int p = 0; p < layout.pages(); p++) {
      texels += (long) layout.widths()[p] * layout.heights()[p];
    }
    context.figure("texture.pages", layout.pages());
    context.figure("texture.pageWidth", layout.widths()[0]);
    context.figure("texture.pageHeight", layout.heights()[0]);
    context.figure("texture.fill", (double) covered / texels);
    context.figure("texture.scale", layout.scale());
    context.figure("texture.charts", charts.size());
    context.figure("texture.tinyFaces", tiny);
    context.figure("texture.unseenFaces", unseen);
    context.figure("texture.unseenShare", (double) unseen / charts.chartOf.length);
    context.figure("texture.rejectedViewsOfFaces", rejected);
    context.figure("texture.gainLeast", Arrays.stream(gains).min().orElse(1));
    context.figure("texture.gainMost", Arrays.stream(gains).max().orElse(1));
    if (unseen == charts.chartOf.length) {
      context.warn("TEXTURE_EMPTY", "no photograph sees any face of the mesh");
    }
  }

  private void save(TexturedMesh textured) {
    try {
      TextureFile.write(context.folder(), textured);
    } catch (IOException e) {
      throw new ReconstructionException(
          FailureCode.IO_ERROR,
          "the texture checkpoint cannot be written: " + e.getMessage(),
          "Check the disk of the work folder, then resume.",
          e);
    }
  }
}
