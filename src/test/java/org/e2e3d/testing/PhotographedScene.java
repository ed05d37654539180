package org.e2e3d.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.render.Picture;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.SparsePoints;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.scene.View;

/**
 * A procedural scene with the cameras that photograph it: images and exact truth for tests.
 *
 * @param renderer draws it; holds the exact mesh
 * @param camera the one lens
 * @param poses where it stood
 */
public record PhotographedScene(SceneRenderer renderer, Camera camera, List<Pose> poses) {

  public PhotographedScene {
    poses = List.copyOf(poses);
  }

  /**
   * Richly textured objects on a ground slab, seen from an arc of 70 degrees: what the whole engine
   * can reconstruct from a few small photographs.
   */
  public static PhotographedScene stillLife(int views, int width, int height) {
    SceneMesh scene =
        new SceneMesh()
            .box(new double[] {0, 0, -0.1}, new double[] {4.4, 3.6, 0.2}, 0, 0, 1)
            .box(new double[] {-0.65, 0.1, 0.45}, new double[] {0.9, 0.8, 0.9}, 25, 1, 1)
            .sphere(new double[] {0.7, -0.1, 0.5}, 0.5, 2, 48)
            .box(new double[] {0.1, 0.95, 0.6}, new double[] {1.8, 0.3, 1.2}, -8, 3, 1)
            .box(new double[] {0.1, -0.8, 0.12}, new double[] {0.5, 0.3, 0.24}, -30, 4, 1);
    List<SolidTexture> textures =
        List.of(
            SolidTexture.rich(0.50, 0.46, 0.40, 11),
            SolidTexture.rich(0.62, 0.42, 0.34, 22),
            SolidTexture.rich(0.40, 0.50, 0.62, 33),
            SolidTexture.rich(0.55, 0.55, 0.45, 44),
            SolidTexture.rich(0.60, 0.56, 0.36, 55));
    Camera camera = Camera.radial(0, width, height, 1.15 * width, 0, 0);
    return new PhotographedScene(
        new SceneRenderer(scene, textures, 2),
        camera,
        arc(views, -35, 35, 4.2, 30, new double[] {0, 0.1, 0.35}));
  }

  /** A box with sharp edges, its sides cut into divisions x divisions squares, seen all around. */
  public static PhotographedScene box(int views, int divisions, Camera camera) {
    SceneMesh scene =
        new SceneMesh().box(new double[3], new double[] {1.2, 1, 0.8}, 0, 0, divisions);
    return new PhotographedScene(
        new SceneRenderer(
            scene, List.of(new SolidTexture(2, 3, 0.8, new double[] {0.5, 0.5, 0.5}, 5)), 2),
        camera,
        arc(views, 0, 360.0 * (views - 1) / views, 3.2, 32, new double[3]));
  }

  /** A sphere that stands on a plane. */
  public static PhotographedScene sphereOnPlane(int views, int width, int height) {
    SceneMesh scene =
        new SceneMesh()
            .box(new double[] {0, 0, -0.05}, new double[] {4, 4, 0.1}, 0, 0, 1)
            .sphere(new double[] {0, 0, 0.7}, 0.7, 1, 64);
    return new PhotographedScene(
        new SceneRenderer(
            scene,
            List.of(SolidTexture.rich(0.5, 0.48, 0.42, 3), SolidTexture.rich(0.45, 0.5, 0.6, 4)),
            2),
        Camera.radial(0, width, height, 1.1 * width, 0, 0),
        arc(views, -40, 40, 4, 30, new double[] {0, 0, 0.5}));
  }

  /**
   * Upright rods of 2 to 6 hundredths, one across, and a sheet of 2 hundredths on a ground slab,
   * seen all around: what fattens or vanishes easily.
   */
  public static PhotographedScene thinParts(int views, int width, int height) {
    SceneMesh scene =
        new SceneMesh().box(new double[] {0, 0, -0.05}, new double[] {3, 3, 0.1}, 0, 0, 1);
    for (int i = 0; i < 5; i++) {
      double thick = 0.02 + 0.01 * i;
      double x = -0.8 + 0.4 * i;
      double y = i % 2 == 0 ? 0.15 : -0.15;
      scene.box(new double[] {x, y, 0.65}, new double[] {thick, thick, 1.3}, 20 * i, 1, 1);
    }
    scene
        .box(new double[] {0, 0.15, 1.2}, new double[] {1.7, 0.03, 0.03}, 0, 1, 1)
        .box(new double[] {0, 0.75, 0.35}, new double[] {1, 0.02, 0.7}, -10, 2, 1);
    return new PhotographedScene(
        new SceneRenderer(
            scene,
            List.of(
                SolidTexture.rich(0.5, 0.48, 0.42, 3),
                SolidTexture.rich(0.6, 0.4, 0.3, 4),
                SolidTexture.rich(0.4, 0.5, 0.6, 5)),
            2),
        Camera.radial(0, width, height, 1.1 * width, 0, 0),
        arc(views, 0, 360.0 * (views - 1) / views, 3.6, 25, new double[] {0, 0, 0.5}));
  }

  /** Two boxes, one on the other, on a ground slab, seen all around: long straight edges. */
  public static PhotographedScene sharpBox(int views, int width, int height) {
    SceneMesh scene =
        new SceneMesh()
            .box(new double[] {0, 0, -0.05}, new double[] {2.8, 2.8, 0.1}, 0, 0, 1)
            .box(new double[] {0, 0, 0.35}, new double[] {1.3, 1, 0.7}, 15, 1, 1)
            .box(new double[] {0.1, 0.05, 0.9}, new double[] {0.6, 0.5, 0.4}, 40, 2, 1);
    return new PhotographedScene(
        new SceneRenderer(
            scene,
            List.of(
                SolidTexture.rich(0.5, 0.48, 0.42, 3),
                SolidTexture.rich(0.6, 0.45, 0.35, 4),
                SolidTexture.rich(0.4, 0.5, 0.6, 5)),
            2),
        Camera.radial(0, width, height, 1.1 * width, 0, 0),
        arc(views, 0, 360.0 * (views - 1) / views, 3.6, 30, new double[] {0, 0, 0.4}));
  }

  /** A wall of one colour between textured pillars, on textured ground. */
  public static PhotographedScene blankWall(int views, int width, int height) {
    SceneMesh scene =
        new SceneMesh()
            .box(new double[] {0, 0, -0.05}, new double[] {4, 3, 0.1}, 0, 0, 1)
            .box(new double[] {0, 0.9, 0.7}, new double[] {1.6, 0.2, 1.4}, 0, 1, 1)
            .box(new double[] {-1.0, 0.8, 0.75}, new double[] {0.4, 0.4, 1.5}, 0, 2, 1)
            .box(new double[] {1.0, 0.8, 0.75}, new double[] {0.4, 0.4, 1.5}, 0, 2, 1);
    return new PhotographedScene(
        new SceneRenderer(
            scene,
            List.of(
                SolidTexture.rich(0.5, 0.48, 0.42, 3),
                SolidTexture.plain(0.8, 0.78, 0.72),
                SolidTexture.rich(0.6, 0.45, 0.35, 4)),
            2),
        Camera.radial(0, width, height, 1.1 * width, 0, 0),
        arc(views, -35, 35, 4, 20, new double[] {0, 0.4, 0.6}));
  }

  /** Poses on a level arc that all look at one point; angle 0 stands at -y. */
  public static List<Pose> arc(
      int views, double from, double to, double distance, double elevation, double[] target) {
    List<Pose> poses = new ArrayList<>();
    for (int i = 0; i < views; i++) {
      double turn = Math.toRadians(from + (to - from) * i / Math.max(1, views - 1));
      // A little higher and lower by turns, so that the cameras are not all in one plane.
      double e = Math.toRadians(elevation + (i % 2 == 0 ? 5 : -5));
      double[] towards = {Math.cos(e) * Math.sin(turn), -Math.cos(e) * Math.cos(turn), Math.sin(e)};
      poses.add(lookingAt(target, towards, distance));
    }
    return poses;
  }

  /** A level camera at target + distance * towards that looks at the target; z is up. */
  public static Pose lookingAt(double[] target, double[] towards, double distance) {
    double[] z = {-towards[0], -towards[1], -towards[2]};
    double length = Math.hypot(z[0], z[1]);
    double[] x = {z[1] / length, -z[0] / length, 0};
    double[] y = {z[1] * x[2] - z[2] * x[1], z[2] * x[0] - z[0] * x[2], z[0] * x[1] - z[1] * x[0]};
    double[] centre = new double[3];
    for (int k = 0; k < 3; k++) {
      centre[k] = target[k] + distance * towards[k];
    }
    return Pose.fromCentre(
        new double[] {x[0], x[1], x[2], y[0], y[1], y[2], z[0], z[1], z[2]}, centre);
  }

  public TriangleMesh mesh() {
    return renderer.mesh();
  }

  /** The photograph of a pose at the common exposure. */
  public Picture photograph(int i) {
    return renderer.photograph(camera, poses.get(i), 1);
  }

  /** Names as {@link #write} gives them. */
  public static String name(int i) {
    return String.format(Locale.ROOT, "view_%02d.png", i);
  }

  /** Renders all photographs into a folder as PNG. */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < poses.size(); i++) {
      photograph(i).write(folder.resolve(name(i)));
    }
  }

  /** The photographs that {@link #write} put into a folder, as ingest would hand them on. */
  public PhotoSet photoSet(Path folder) {
    List<Photo> photos = new ArrayList<>();
    for (int i = 0; i < poses.size(); i++) {
      photos.add(
          new Photo(
              i,
              name(i),
              folder.resolve(name(i)),
              camera.width(),
              camera.height(),
              0,
              camera.fx(),
              Optional.empty(),
              1,
              0.5,
              "0".repeat(64),
              Optional.empty()));
    }
    return new PhotoSet(photos, List.of());
  }

  /** The true cameras, without points. */
  public SparseModel trueModel() {
    List<View> views = new ArrayList<>();
    for (int i = 0; i < poses.size(); i++) {
      views.add(new View(i, name(i), camera.id(), poses.get(i)));
    }
    SparsePoints none =
        new SparsePoints(
            new double[0],
            new byte[0],
            new float[0],
            new int[1],
            new int[0],
            new int[0],
            new float[0]);
    return new SparseModel(List.of(camera), views, none, Optional.empty());
  }
}
