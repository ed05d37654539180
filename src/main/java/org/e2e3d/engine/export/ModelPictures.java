package org.e2e3d.engine.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.e2e3d.engine.io.Jpeg;
import org.e2e3d.engine.io.PageReduction;
import org.e2e3d.engine.render.AnimatedWebp;
import org.e2e3d.engine.render.MeshRenderer;
import org.e2e3d.engine.render.Picture;
import org.e2e3d.engine.render.RenderOptions;
import org.e2e3d.engine.render.Shading;
import org.e2e3d.engine.render.Viewpoint;
import org.e2e3d.engine.render.Viewpoints;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.scene.TexturePage;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.scene.View;
import org.e2e3d.engine.sfm.geometry.ViewFocus;
import org.e2e3d.engine.stage.StageContext;
import org.e2e3d.engine.stage.Workers;

/** Pictures of the model: preview.png, the turntable, and small ones for the report. */
final class ModelPictures {
  private static final int FRAME_MILLIS = 90;
  private static final int FRAME_QUALITY = 75;

  /** From how far above level the turntable looks, degrees. */
  private static final double LOWEST = 8;

  private static final double HIGHEST = 35;
  private static final int SMALL = 320;

  /** Longest side of the texture for small pictures, texels: about two for one of their pixels. */
  private static final int SMALL_PAGE = 1024;

  private static final int VIEWS = 5;
  private static final double MARGIN = 1.0;
  private static final double LEAST_SUBJECT = 0.3;

  private final TexturedMesh model;
  private final TexturedMesh smallModel;
  private final List<Pose> poses;
  private final Viewpoints viewpoints;
  private final StageContext context;

  /**
   * @param small a coarser level of detail, for small pictures
   */
  ModelPictures(ExportInputs in, TexturedMesh small, double[] upright, StageContext context) {
    this.model = in.model();
    this.smallModel = withPages(small, SMALL_PAGE);
    this.context = context;
    this.poses = in.sparse().views().stream().map(View::uprightPose).toList();
    double[] up = {upright[3], upright[4], upright[5]};
    // A georeferenced model knows its upright direction better than its cameras do.
    this.viewpoints =
        in.sparse().geoReference().isPresent()
            ? Viewpoints.of(model.mesh().xyz(), up, towardsCameras(poses, model.mesh().xyz()))
            : Viewpoints.of(subject(in), poses);
  }

  /**
   * The vertices within what a photograph frames around the cameras' common focus; all if that is
   * too few.
   */
  private static float[] subject(ExportInputs in) {
    float[] xyz = in.model().mesh().xyz();
    Optional<ViewFocus> focus = ViewFocus.of(in.sparse().views().stream().map(View::pose).toList());
    if (focus.isEmpty()) {
      return xyz;
    }
    Camera camera = in.sparse().cameras().get(0);
    double reach =
        MARGIN
            * focus.get().distance()
            * Math.hypot(camera.width(), camera.height())
            / 2
            / camera.fx();
    double[] p = focus.get().point();
    float[] near = new float[xyz.length];
    int n = 0;
    for (int i = 0; i < xyz.length; i += 3) {
      double d = Math.hypot(Math.hypot(xyz[i] - p[0], xyz[i + 1] - p[1]), xyz[i + 2] - p[2]);
      if (d < reach) {
        System.arraycopy(xyz, i, near, n, 3);
        n += 3;
      }
    }
    return n < LEAST_SUBJECT * xyz.length ? xyz : Arrays.copyOf(near, n);
  }

  /** The model with pages of as much detail as small pictures show. */
  private static TexturedMesh withPages(TexturedMesh m, int side) {
    List<TexturePage> pages =
        m.pages().stream()
            .map(
                p ->
                    PageReduction.reduce(
                        p, Math.min(1, (double) side / Math.max(p.width(), p.height()))))
            .toList();
    return new TexturedMesh(m.mesh(), m.uv(), m.page(), pages);
  }

  /** One picture of the report. */
  record Small(String name, byte[] jpeg) {}

  /**
   * Draws the front view.
   *
   * @param side its width in pixels; the height is three quarters of it
   */
  void writePreview(Path file, int side) throws IOException {
    draw(model, front(side), RenderOptions.of(Shading.COLOUR, context.threads())).write(file);
  }

  /**
   * Draws the front view small, as a JPEG.
   *
   * @param side its width in pixels; the height is three quarters of it
   */
  byte[] thumbnail(int side) {
    return jpeg(drawSmall(front(side), Shading.COLOUR));
  }

  /** Where preview.png looks from. */
  Viewpoint front(int side) {
    return viewpoints.choose(1, side, side * 3 / 4).get(0);
  }

  /** What a viewpoint looks at. */
  double[] target(Viewpoint from) {
    return viewpoints.target(from);
  }

  /**
   * Draws the turning model.
   *
   * @param side width of the frames in pixels; the height is three quarters of it
   * @return an animated WebP
   */
  byte[] turntable(int frames, int side) {
    double[] cameras = poses.stream().mapToDouble(p -> viewpoints.turnOf(p.centre())).toArray();
    double elevation = viewpoints.elevation();
    double raise = Math.max(LOWEST, Math.min(HIGHEST, elevation)) - elevation;
    List<Viewpoint> ring = viewpoints.ring(Sweep.turns(frames, cameras), raise, side, side * 3 / 4);
    Picture[] pictures = new Picture[ring.size()];
    RenderOptions options = RenderOptions.of(Shading.COLOUR, 1).withOneColourAPixel();
    Workers.forEach(
        context.threads(),
        pictures.length,
        i -> pictures[i] = draw(smallModel, ring.get(i), options));
    return AnimatedWebp.encode(List.of(pictures), FRAME_MILLIS, FRAME_QUALITY, context.threads());
  }

  /** The model from several sides, and its bare shape from the front. */
  List<Small> small() {
    List<Small> all = new ArrayList<>();
    List<Viewpoint> from = viewpoints.choose(VIEWS, SMALL, SMALL * 3 / 4);
    for (Viewpoint v : from) {
      all.add(new Small(v.name(), jpeg(drawSmall(v, Shading.COLOUR))));
    }
    all.add(1, new Small("shape", jpeg(drawSmall(from.get(0), Shading.GREY))));
    return all;
  }

  private Picture drawSmall(Viewpoint v, Shading shading) {
    RenderOptions options = RenderOptions.of(shading, context.threads());
    // The bare shape has its colours from the slant of single faces, which are finer than pixels.
    boolean smooth = shading == Shading.COLOUR;
    return draw(smallModel, v, smooth ? options.withOneColourAPixel() : options);
  }

  private Picture draw(TexturedMesh mesh, Viewpoint v, RenderOptions options) {
    context.checkCancelled();
    return new MeshRenderer(options).picture(mesh, v.camera(), v.pose());
  }

  private static byte[] jpeg(Picture p) {
    return Jpeg.encode(new TexturePage(p.width(), p.height(), p.rgb()), 80);
  }

  /** From the middle of the model to the middle of the cameras. */
  private static double[] towardsCameras(List<Pose> poses, float[] xyz) {
    double[] d = new double[3];
    for (Pose p : poses) {
      for (int k = 0; k < 3; k++) {
        d[k] += p.centre()[k] / poses.size();
      }
    }
    for (int i = 0; i < xyz.length; i++) {
      d[i % 3] -= xyz[i] / (xyz.length / 3);
    }
    return d;
  }
}
