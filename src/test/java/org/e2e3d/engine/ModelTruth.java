package org.e2e3d.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.e2e3d.engine.io.ColmapText;
import org.e2e3d.engine.io.PlyFile;
import org.e2e3d.engine.render.FaceBuffer;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.scene.View;
import org.e2e3d.engine.sfm.geometry.Similarity;
import org.e2e3d.testing.PhotographedScene;
import org.e2e3d.testing.TriangleDistance;

/**
 * Compares a finished model with the scene it was photographed from, after similarity alignment of
 * the cameras.
 */
final class ModelTruth {
  /** Largest camera error, as a share of the cameras' distance from the scene. */
  private static final double CAMERA_TOLERANCE = 0.005;

  /**
   * Surface tolerance in the scene's unit; the scene is about 6 across, a pixel of the depth maps
   * about 0.008 wide.
   */
  private static final double SURFACE_TOLERANCE = 0.03;

  private static final double TRUE_SHARE = 0.90;

  private static final int SAMPLES = 1500;

  private ModelTruth() {}

  static void check(PhotographedScene scene, Path output) throws IOException {
    SparseModel model = ColmapText.read(output.resolve("cameras"));
    assertThat(model.views()).hasSize(scene.poses().size());
    Similarity align = cameras(scene, model);
    TriangleMesh mesh = PlyFile.readMesh(output.resolve("mesh.ply"));
    assertThat(shareOfMeshOnTruth(scene, mesh, align))
        .as("share of the mesh that is true")
        .isGreaterThan(TRUE_SHARE);
    assertThat(shareOfTruthInMesh(scene, mesh, align))
        .as("share of the seen truth in the mesh")
        .isGreaterThan(0.85);
  }

  private static Similarity cameras(PhotographedScene scene, SparseModel model) {
    int n = scene.poses().size();
    double[] from = new double[3 * n];
    double[] to = new double[3 * n];
    for (View view : model.views()) {
      int i = Integer.parseInt(view.name().replaceAll("[^0-9]", ""));
      System.arraycopy(view.pose().centre(), 0, from, 3 * i, 3);
      System.arraycopy(scene.poses().get(i).centre(), 0, to, 3 * i, 3);
    }
    double[] weight = new double[n];
    Arrays.fill(weight, 1);
    Similarity align = Similarity.fit(from, to, weight);
    for (int i = 0; i < n; i++) {
      double[] moved = moved(align, from[3 * i], from[3 * i + 1], from[3 * i + 2]);
      double error =
          Math.hypot(
              Math.hypot(moved[0] - to[3 * i], moved[1] - to[3 * i + 1]), moved[2] - to[3 * i + 2]);
      assertThat(error).as("camera %d", i).isLessThan(CAMERA_TOLERANCE * 4.2);
    }
    return align;
  }

  private static double shareOfMeshOnTruth(
      PhotographedScene scene, TriangleMesh mesh, Similarity align) {
    TriangleDistance truth = new TriangleDistance(scene.mesh());
    int step = Math.max(1, mesh.vertexCount() / SAMPLES);
    int good = 0;
    int all = 0;
    for (int v = 0; v < mesh.vertexCount(); v += step) {
      double[] p = moved(align, mesh.xyz()[3 * v], mesh.xyz()[3 * v + 1], mesh.xyz()[3 * v + 2]);
      good += truth.of(p[0], p[1], p[2]) < SURFACE_TOLERANCE ? 1 : 0;
      all++;
    }
    return (double) good / all;
  }

  /** Of what the middle camera sees: its neighbours see nearly all of that too. */
  private static double shareOfTruthInMesh(
      PhotographedScene scene, TriangleMesh mesh, Similarity align) {
    float[] xyz = new float[mesh.xyz().length];
    for (int v = 0; v < mesh.vertexCount(); v++) {
      double[] p = moved(align, mesh.xyz()[3 * v], mesh.xyz()[3 * v + 1], mesh.xyz()[3 * v + 2]);
      for (int k = 0; k < 3; k++) {
        xyz[3 * v + k] = (float) p[k];
      }
    }
    TriangleDistance found =
        new TriangleDistance(new TriangleMesh(xyz, mesh.triangles(), new byte[0]));
    Camera camera = scene.camera();
    Pose pose = scene.poses().get(scene.poses().size() / 2);
    Camera pinhole =
        Camera.pinhole(
            0, camera.width(), camera.height(), camera.fx(), camera.fy(), camera.cx(), camera.cy());
    FaceBuffer seen = scene.renderer().truth(pinhole, pose);
    int step = Math.max(1, (int) Math.sqrt(camera.width() * (double) camera.height() / SAMPLES));
    int good = 0;
    int all = 0;
    for (int y = 2 * step; y < camera.height() - 2 * step; y += step) {
      for (int x = 2 * step; x < camera.width() - 2 * step; x += step) {
        int i = y * camera.width() + x;
        if (seen.face()[i] >= 0) {
          double[] p = point(pinhole, pose, x + 0.5, y + 0.5, seen.depth()[i]);
          good += found.of(p[0], p[1], p[2]) < SURFACE_TOLERANCE ? 1 : 0;
          all++;
        }
      }
    }
    assertThat(all).isGreaterThan(SAMPLES / 4);
    return (double) good / all;
  }

  private static double[] point(Camera camera, Pose pose, double u, double v, double depth) {
    double[] c = {
      (u - camera.cx()) / camera.fx() * depth - pose.tx(),
      (v - camera.cy()) / camera.fy() * depth - pose.ty(),
      depth - pose.tz()
    };
    double[] r = pose.rotation();
    return new double[] {
      r[0] * c[0] + r[3] * c[1] + r[6] * c[2],
      r[1] * c[0] + r[4] * c[1] + r[7] * c[2],
      r[2] * c[0] + r[5] * c[1] + r[8] * c[2]
    };
  }

  private static double[] moved(Similarity s, double x, double y, double z) {
    double[] r = s.rotation();
    double[] t = s.translation();
    return new double[] {
      s.scale() * (r[0] * x + r[1] * y + r[2] * z) + t[0],
      s.scale() * (r[3] * x + r[4] * y + r[5] * z) + t[1],
      s.scale() * (r[6] * x + r[7] * y + r[8] * z) + t[2]
    };
  }
}
