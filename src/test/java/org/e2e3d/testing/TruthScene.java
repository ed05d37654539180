package org.e2e3d.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.e2e3d.engine.io.PlyFile;
import org.e2e3d.engine.render.Picture;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.Pose;

/**
 * A rendered scene with exact cameras and mesh, to be written as a folder that scorers outside this
 * project read too: {@code images/}, {@code gt_cameras.json}, {@code gt_mesh.ply}, {@code
 * crop.json}.
 *
 * @param name of its folder
 * @param scene what is photographed
 * @param low smallest x, y, z of what is scored
 * @param high largest x, y, z of what is scored
 */
public record TruthScene(String name, PhotographedScene scene, double[] low, double[] high) {
  /** Noise of the photographs, grey levels: what a small sensor has in good light. */
  private static final double NOISE = 1.5;

  /** Longest edge in the truth mesh, scene units. */
  private static final double PIECE = 0.03;

  /** What each of them is hard for: parts a few pixels wide, no texture, edges. */
  public static List<TruthScene> all(int width, int height) {
    return List.of(
        new TruthScene(
            "thin-parts",
            PhotographedScene.thinParts(24, width, height),
            new double[] {-1.25, -1.25, -0.05},
            new double[] {1.25, 1.25, 1.5}),
        new TruthScene(
            "blank-wall",
            PhotographedScene.blankWall(16, width, height),
            new double[] {-1.5, -0.9, -0.05},
            new double[] {1.5, 1.1, 1.6}),
        new TruthScene(
            "sharp-box",
            PhotographedScene.sharpBox(20, width, height),
            new double[] {-1.1, -1.1, -0.05},
            new double[] {1.1, 1.1, 1.2}));
  }

  /** File name of a photograph. */
  public static String photograph(int i) {
    return String.format(Locale.ROOT, "view_%02d.jpg", i);
  }

  /** Renders and writes everything into {@code folder/name}; the same every time. */
  public Path write(Path folder) throws IOException {
    Path out = folder.resolve(name);
    Path images = Files.createDirectories(out.resolve("images"));
    List<String> cameras = new ArrayList<>();
    for (int i = 0; i < scene.poses().size(); i++) {
      Picture picture = scene.photograph(i);
      addNoise(picture.rgb(), i);
      picture.write(images.resolve(photograph(i)));
      cameras.add(camera(photograph(i), scene.camera(), scene.poses().get(i)));
    }
    Files.writeString(
        out.resolve("gt_cameras.json"), "[\n" + String.join(",\n", cameras) + "\n]\n");
    Files.writeString(
        out.resolve("crop.json"), "{\"box\": [" + list(low) + "," + list(high) + "]}\n");
    PlyFile.writeMesh(out.resolve("gt_mesh.ply"), SeenSurface.of(scene, PIECE));
    return out;
  }

  private static void addNoise(byte[] rgb, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < rgb.length; i++) {
      // the sum of four uniforms is near enough to a Gaussian; its deviation is sqrt(1/3)
      double sum = -2;
      for (int k = 0; k < 4; k++) {
        sum += random.nextDouble();
      }
      long value = Math.round((rgb[i] & 255) + NOISE * Math.sqrt(3) * sum);
      rgb[i] = (byte) Math.max(0, Math.min(255, value));
    }
  }

  private static String camera(String name, Camera c, Pose pose) {
    double[] r = pose.rotation();
    return String.format(
        Locale.ROOT,
        "{\"name\": \"%s\", \"R_c2w\": [%s,%s,%s], \"C\": %s, \"f\": %s, \"cx\": %s, \"cy\": %s,"
            + " \"w\": %d, \"h\": %d}",
        name,
        list(r[0], r[3], r[6]),
        list(r[1], r[4], r[7]),
        list(r[2], r[5], r[8]),
        list(pose.centre()),
        c.fx(),
        c.cx(),
        c.cy(),
        c.width(),
        c.height());
  }

  private static String list(double... values) {
    List<String> parts = new ArrayList<>();
    for (double v : values) {
      parts.add(Double.toString(v));
    }
    return "[" + String.join(",", parts) + "]";
  }
}
