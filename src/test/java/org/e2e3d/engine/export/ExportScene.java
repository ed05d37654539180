package org.e2e3d.engine.export;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.io.SampleModels;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.PointCloud;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.SparsePoints;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.scene.View;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.engine.stage.StageName;
import org.e2e3d.testing.TestStageContext;

/** A model of a sphere to export, and how it came about. */
final class ExportScene {
  static final String NASTY = "a <script>alert(1)</script> & \"b\".jpg";
  static final ExportOptions SMALL = new ExportOptions(90, 96, 0, true, 100, 100_000, 6, 96, 0, 0);

  private ExportScene() {}

  static ExportResult export(ExportInputs in, Path folder) throws IOException {
    return new Export(SMALL, TestStageContext.in(folder.resolve("work"))).run(in);
  }

  /** Four cameras around a sphere; a fifth photograph found no place, two files were refused. */
  static ExportInputs inputs(Path folder) {
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
        folder.resolve("out"), new PhotoSet(photos, refused), sparse, cloud, model, List.of(), run);
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
}
