package org.e2e3d.engine.dense;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.DepthMap;
import org.e2e3d.engine.scene.Pose;

/** Depth maps on disk: a small header, then raw big-endian floats. */
public final class DepthMapFile {
  private static final int MAGIC = 0xE2E3D0D1;

  private DepthMapFile() {}

  /** Writes a depth map; the file is complete or an exception is thrown. */
  public static void write(Path file, DepthMap map) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
      Camera c = map.camera();
      Pose p = map.pose();
      out.writeInt(MAGIC);
      out.writeInt(map.viewId());
      out.writeInt(c.id());
      out.writeInt(c.width());
      out.writeInt(c.height());
      for (double d : new double[] {c.fx(), c.fy(), c.cx(), c.cy()}) {
        out.writeDouble(d);
      }
      for (double d : new double[] {p.qw(), p.qx(), p.qy(), p.qz(), p.tx(), p.ty(), p.tz()}) {
        out.writeDouble(d);
      }
      writeFloats(out, map.depth());
      writeFloats(out, map.normal());
      writeFloats(out, map.confidence());
    }
  }

  /**
   * Reads a depth map.
   *
   * @throws IOException if the file is missing, cut short or no depth map
   */
  public static DepthMap read(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      if (in.readInt() != MAGIC) {
        throw new IOException(file + " is no depth map");
      }
      int view = in.readInt();
      int camera = in.readInt();
      int w = in.readInt();
      int h = in.readInt();
      if (w <= 0 || h <= 0 || (long) w * h > 1L << 28) {
        throw new IOException(file + " has an impossible size " + w + "x" + h);
      }
      Camera c =
          Camera.pinhole(
              camera, w, h, in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
      Pose p =
          new Pose(
              in.readDouble(),
              in.readDouble(),
              in.readDouble(),
              in.readDouble(),
              in.readDouble(),
              in.readDouble(),
              in.readDouble());
      return new DepthMap(
          view, c, p, readFloats(in, w * h), readFloats(in, 3 * w * h), readFloats(in, w * h));
    }
  }

  private static void writeFloats(DataOutputStream out, float[] values) throws IOException {
    out.writeInt(values.length);
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    out.write(bytes.array());
  }

  private static float[] readFloats(DataInputStream in, int most) throws IOException {
    int n = in.readInt();
    if (n < 0 || n > most) {
      throw new IOException("a depth map holds " + n + " values where at most " + most + " fit");
    }
    byte[] bytes = in.readNBytes(n * Float.BYTES);
    if (bytes.length != n * Float.BYTES) {
      throw new IOException("a depth map is cut short");
    }
    float[] values = new float[n];
    ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
    return values;
  }
}
