package org.e2e3d.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.e2e3d.engine.image.PhotoReader;
import org.e2e3d.engine.io.PlyFile;
import org.e2e3d.engine.render.ContactSheet;
import org.e2e3d.engine.render.MeshRenderer;
import org.e2e3d.engine.render.Picture;
import org.e2e3d.engine.render.RenderOptions;
import org.e2e3d.engine.render.Shading;
import org.e2e3d.engine.render.Viewpoint;
import org.e2e3d.engine.render.Viewpoints;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.TexturePage;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.scene.View;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.engine.texture.PhotoMatch;
import org.e2e3d.engine.texture.TextureOptions;
import org.e2e3d.engine.texture.Texturing;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Textures a mesh and measures how well re-rendered views match their photographs: views that were
 * used, views held back, and the same with vertex colours only.
 */
@Command(name = "TextureBench", mixinStandardHelpOptions = true)
public final class TextureBench implements Callable<Integer> {
  @Parameters(index = "0", description = "mesh.ply")
  private Path meshFile;

  @Parameters(index = "1", description = "folder of the photographs")
  private Path images;

  @Parameters(index = "2", description = "COLMAP text folder or gt_cameras.json")
  private Path cameras;

  @Parameters(index = "3", description = "folder for pictures and the checkpoint")
  private Path out;

  @Option(names = "--hold", description = "hold every n-th view back from texturing; 0 for none")
  private int hold;

  @Option(names = "--preset", description = "low, medium, high")
  private String preset = "medium";

  @Option(names = "--plain", description = "without evening of exposure and seam levelling")
  private boolean plain;

  @Option(names = "--no-match", description = "do not measure the match with photographs")
  private boolean noMatch;

  @Option(names = "--views", description = "views on the contact sheet")
  private int sides = 6;

  @Option(names = "--crop", split = ",", description = "x0,y0,z0,x1,y1,z1")
  private double[] crop;

  public static void main(String[] args) {
    System.exit(new CommandLine(new TextureBench()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    TriangleMesh mesh = PlyFile.readMesh(meshFile);
    if (crop != null) {
      mesh = MeshCrop.box(mesh, crop);
    }
    BenchScene scene = BenchScene.read(images, cameras);
    List<Integer> held = new ArrayList<>();
    for (int i = hold / 2; hold > 0 && i < scene.model().views().size(); i += hold) {
      held.add(i);
    }
    SparseModel used = scene.without(held);
    TextureOptions options = TextureOptions.of(Preset.valueOf(preset.toUpperCase(Locale.ROOT)));
    if (plain) {
      options = options.withoutLevelling();
    }
    Files.createDirectories(out);
    BenchContext context = new BenchContext(out);
    double before = cpuSeconds();
    TexturedMesh textured = new Texturing(options, context).run(scene.photos(), used, mesh);
    System.out.printf(
        Locale.ROOT,
        "%d faces, %d views: %.2f CPU s in this process%n",
        mesh.faceCount(),
        used.views().size(),
        cpuSeconds() - before);
    context.figures().forEach((k, v) -> System.out.println("  " + k + " " + v));
    draw(textured, used);
    if (!noMatch) {
      match(textured, scene, held);
    }
    return 0;
  }

  private void draw(TexturedMesh textured, SparseModel model) throws IOException {
    int threads = Runtime.getRuntime().availableProcessors();
    Viewpoints points =
        Viewpoints.of(textured.mesh().xyz(), model.views().stream().map(View::pose).toList());
    List<Picture> pictures = new ArrayList<>();
    MeshRenderer renderer = new MeshRenderer(RenderOptions.of(Shading.COLOUR, threads));
    for (Viewpoint v : points.choose(sides, 800, 600)) {
      pictures.add(renderer.render(textured, v.camera(), v.pose()).picture());
    }
    ContactSheet.of(pictures, 2).write(out.resolve("sheet.png"));
    for (int p = 0; p < textured.pages().size(); p++) {
      TexturePage page = textured.pages().get(p);
      new Picture(page.width(), page.height(), page.rgb()).write(out.resolve("page" + p + ".jpg"));
    }
  }

  private void match(TexturedMesh textured, BenchScene scene, List<Integer> held)
      throws IOException {
    int threads = Runtime.getRuntime().availableProcessors();
    RenderOptions options = RenderOptions.of(Shading.COLOUR, threads);
    MeshRenderer withTexture = new MeshRenderer(options);
    MeshRenderer withColours = new MeshRenderer(options.withShading(Shading.VERTEX_COLOUR));
    double[][] sums = new double[2][7];
    for (View view : scene.model().views()) {
      Camera lens = scene.model().cameraOf(view);
      Camera pinhole = PhotoMatch.plane(lens);
      var drawn = withTexture.render(textured, pinhole, view.pose());
      PhotoMatch t =
          PhotoMatch.of(drawn, PhotoReader::readBgr, scene.photos().photos().get(view.id()), lens);
      PhotoMatch c =
          PhotoMatch.of(
              withColours.render(textured, pinhole, view.pose()),
              PhotoReader::readBgr,
              scene.photos().photos().get(view.id()),
              lens);
      boolean isHeld = held.contains(view.id());
      System.out.printf(
          Locale.ROOT,
          "%-24s %s texture %.2f dB (evened %.2f) ssim %.3f; vertex colours %.2f (%.2f) %.3f%n",
          view.name(),
          isHeld ? "held" : "used",
          t.psnr(),
          t.psnrEvened(),
          t.ssim(),
          c.psnr(),
          c.psnrEvened(),
          c.ssim());
      double[] s = sums[isHeld ? 1 : 0];
      double[] add = {1, t.psnr(), t.psnrEvened(), t.ssim(), c.psnr(), c.psnrEvened(), c.ssim()};
      for (int i = 0; i < add.length; i++) {
        s[i] += add[i];
      }
      if (isHeld || held.isEmpty() && view.id() % 10 == 0) {
        drawn.picture().write(out.resolve("view_" + view.id() + ".png"));
      }
    }
    for (int h = 0; h < 2; h++) {
      double[] s = sums[h];
      if (s[0] > 0) {
        System.out.printf(
            Locale.ROOT,
            "mean of %d %s views: texture %.2f dB (evened %.2f) ssim %.3f;"
                + " vertex colours %.2f (%.2f) %.3f%n",
            (int) s[0],
            h == 1 ? "held" : "used",
            s[1] / s[0],
            s[2] / s[0],
            s[3] / s[0],
            s[4] / s[0],
            s[5] / s[0],
            s[6] / s[0]);
      }
    }
  }

  private static double cpuSeconds() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }
}
