package org.e2e3d.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.e2e3d.engine.io.ColmapText;
import org.e2e3d.engine.io.GlbFile;
import org.e2e3d.engine.io.ObjFile;
import org.e2e3d.engine.io.PlyFile;
import org.e2e3d.engine.render.ContactSheet;
import org.e2e3d.engine.render.MeshRenderer;
import org.e2e3d.engine.render.Picture;
import org.e2e3d.engine.render.RenderOptions;
import org.e2e3d.engine.render.Shading;
import org.e2e3d.engine.render.Viewpoint;
import org.e2e3d.engine.render.Viewpoints;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.scene.View;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws a mesh from several sides into one picture, to look at. */
@Command(name = "RenderMesh", mixinStandardHelpOptions = true)
public final class RenderMesh implements Callable<Integer> {
  @Parameters(index = "0", description = "mesh.ply, mesh.obj or mesh.glb (the latter with --up y)")
  private Path input;

  @Parameters(index = "1", description = "picture to write, .png or .jpg")
  private Path output;

  @Option(names = "--views", description = "how many sides (front, left, right, above, back, …)")
  private int views = 4;

  @Option(names = "--shaded", description = "grey by geometry, without colours")
  private boolean shaded;

  @Option(names = "--size", description = "width of one view in pixels")
  private int size = 640;

  @Option(
      names = "--cameras",
      description = "COLMAP text folder: up and front are taken from its cameras")
  private Path cameras;

  @Option(names = "--up", description = "upright axis without --cameras: x, y, z, -x, -y, -z")
  private String up = "z";

  @Option(
      names = "--crop",
      split = ",",
      description = "x0,y0,z0,x1,y1,z1: faces outside are not drawn")
  private double[] crop;

  public static void main(String[] args) {
    System.exit(new CommandLine(new RenderMesh()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    TexturedMesh model = read();
    TriangleMesh mesh = model.mesh();
    int height = size * 3 / 4;
    Shading shading = shaded ? Shading.GREY : Shading.COLOUR;
    MeshRenderer renderer =
        new MeshRenderer(RenderOptions.of(shading, Runtime.getRuntime().availableProcessors()));
    List<Picture> pictures = new ArrayList<>();
    for (Viewpoint v : viewpoints(mesh).choose(views, size, height)) {
      pictures.add(renderer.render(model, v.camera(), v.pose()).picture());
    }
    ContactSheet.of(pictures, (int) Math.ceil(Math.sqrt(pictures.size()))).write(output);
    System.out.printf(
        Locale.ROOT,
        "%s: %d vertices, %d faces, %s%n",
        input.getFileName(),
        mesh.vertexCount(),
        mesh.faceCount(),
        mesh.hasColours() ? "coloured" : "without colours");
    return 0;
  }

  private TexturedMesh read() throws IOException {
    String name = input.getFileName().toString();
    if (name.endsWith(".glb")) {
      return GlbFile.read(input);
    }
    if (name.endsWith(".obj")) {
      return ObjFile.read(input);
    }
    TriangleMesh mesh = PlyFile.readMesh(input);
    return new TexturedMesh(
        crop == null ? mesh : MeshCrop.box(mesh, crop), new float[0], new int[0], List.of());
  }

  private Viewpoints viewpoints(TriangleMesh mesh) throws IOException {
    if (cameras != null) {
      List<Pose> poses = ColmapText.read(cameras).views().stream().map(View::pose).toList();
      return Viewpoints.of(mesh.xyz(), poses);
    }
    double sign = up.startsWith("-") ? -1 : 1;
    int axis = "xyz".indexOf(up.charAt(up.length() - 1));
    double[] upright = new double[3];
    double[] front = new double[3];
    upright[axis] = sign;
    front[axis] = 0.3 * sign;
    front[axis == 1 ? 2 : 1] = axis == 1 ? sign : -1;
    return Viewpoints.of(mesh.xyz(), upright, front);
  }
}
