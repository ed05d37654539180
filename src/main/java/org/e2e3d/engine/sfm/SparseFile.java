package org.e2e3d.engine.sfm;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.e2e3d.engine.io.ColmapText;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.CameraModel;
import org.e2e3d.engine.scene.GeoReference;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.SparsePoints;
import org.e2e3d.engine.scene.View;

/**
 * The sparse stage's checkpoint folder: the model as COLMAP text for people and other programs
 * (cameras.txt, images.txt, points3D.txt), the same exactly in sparse.bin (big-endian, the fields
 * of the records in order), so that a resumed run continues from the very same numbers, and
 * mapping.json, the report.
 */
public final class SparseFile {
  private static final String EXACT = "sparse.bin";
  private static final String REPORT = "mapping.json";
  private static final int MAGIC = 0x53504133; // "SPA3"

  private SparseFile() {}

  /**
   * Writes model and report.
   *
   * @param folder exists
   */
  public static void write(Path folder, SparseModel model, MappingReport report)
      throws IOException {
    ColmapText.write(folder, model);
    new ObjectMapper()
        .writerWithDefaultPrettyPrinter()
        .writeValue(folder.resolve(REPORT).toFile(), report);
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(folder.resolve(EXACT))))) {
      out.writeInt(MAGIC);
      out.writeInt(model.cameras().size());
      for (Camera c : model.cameras()) {
        write(out, c);
      }
      out.writeInt(model.views().size());
      for (View v : model.views()) {
        write(out, v);
      }
      out.writeBoolean(model.geoReference().isPresent());
      if (model.geoReference().isPresent()) {
        GeoReference g = model.geoReference().get();
        out.writeDouble(g.latitude());
        out.writeDouble(g.longitude());
        out.writeDouble(g.altitude());
      }
      write(out, model.points());
    }
  }

  /**
   * Reads the model that {@link #write} wrote, bit for bit.
   *
   * @throws IOException if a file is missing or damaged
   */
  public static SparseModel read(Path folder) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(folder.resolve(EXACT))))) {
      if (in.readInt() != MAGIC) {
        throw new IOException(folder.resolve(EXACT) + " is not a sparse model");
      }
      List<Camera> cameras = new ArrayList<>();
      for (int n = in.readInt(); n > 0; n--) {
        cameras.add(camera(in));
      }
      List<View> views = new ArrayList<>();
      for (int n = in.readInt(); n > 0; n--) {
        views.add(view(in));
      }
      Optional<GeoReference> geo =
          in.readBoolean()
              ? Optional.of(new GeoReference(in.readDouble(), in.readDouble(), in.readDouble()))
              : Optional.empty();
      return new SparseModel(cameras, views, points(in), geo);
    }
  }

  /** Reads the report that {@link #write} wrote. */
  public static MappingReport readReport(Path folder) throws IOException {
    return new ObjectMapper().readValue(folder.resolve(REPORT).toFile(), MappingReport.class);
  }

  private static void write(DataOutputStream out, Camera c) throws IOException {
    out.writeInt(c.id());
    out.writeUTF(c.model().name());
    out.writeInt(c.width());
    out.writeInt(c.height());
    for (double v :
        new double[] {
          c.fx(), c.fy(), c.cx(), c.cy(), c.k1(), c.k2(), c.k3(), c.k4(), c.p1(), c.p2(), c.k5(),
          c.k6()
        }) {
      out.writeDouble(v);
    }
  }

  private static Camera camera(DataInputStream in) throws IOException {
    int id = in.readInt();
    CameraModel model = CameraModel.valueOf(in.readUTF());
    int width = in.readInt();
    int height = in.readInt();
    double[] v = doubles(in, 12);
    return new Camera(
        id, model, width, height, v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10],
        v[11]);
  }

  private static void write(DataOutputStream out, View view) throws IOException {
    out.writeInt(view.id());
    out.writeUTF(view.name());
    out.writeInt(view.cameraId());
    out.writeInt(view.quarterTurns());
    Pose p = view.pose();
    for (double v : new double[] {p.qw(), p.qx(), p.qy(), p.qz(), p.tx(), p.ty(), p.tz()}) {
      out.writeDouble(v);
    }
  }

  private static View view(DataInputStream in) throws IOException {
    int id = in.readInt();
    String name = in.readUTF();
    int cameraId = in.readInt();
    int quarterTurns = in.readInt();
    double[] v = doubles(in, 7);
    return new View(
        id, name, cameraId, new Pose(v[0], v[1], v[2], v[3], v[4], v[5], v[6]), quarterTurns);
  }

  private static void write(DataOutputStream out, SparsePoints p) throws IOException {
    out.writeInt(p.size());
    out.writeInt(p.observations());
    for (double v : p.xyz()) {
      out.writeDouble(v);
    }
    out.write(p.rgb());
    for (float v : p.error()) {
      out.writeFloat(v);
    }
    for (int[] a : new int[][] {p.trackStart(), p.obsView(), p.obsFeature()}) {
      for (int v : a) {
        out.writeInt(v);
      }
    }
    for (float v : p.obsXy()) {
      out.writeFloat(v);
    }
  }

  private static SparsePoints points(DataInputStream in) throws IOException {
    int n = in.readInt();
    int m = in.readInt();
    double[] xyz = doubles(in, 3 * n);
    byte[] rgb = new byte[3 * n];
    in.readFully(rgb);
    return new SparsePoints(
        xyz, rgb, floats(in, n), ints(in, n + 1), ints(in, m), ints(in, m), floats(in, 2 * m));
  }

  private static double[] doubles(DataInputStream in, int n) throws IOException {
    double[] out = new double[n];
    for (int i = 0; i < n; i++) {
      out[i] = in.readDouble();
    }
    return out;
  }

  private static float[] floats(DataInputStream in, int n) throws IOException {
    float[] out = new float[n];
    for (int i = 0; i < n; i++) {
      out[i] = in.readFloat();
    }
    return out;
  }

  private static int[] ints(DataInputStream in, int n) throws IOException {
    int[] out = new int[n];
    for (int i = 0; i < n; i++) {
      out[i] = in.readInt();
    }
    return out;
  }
}
