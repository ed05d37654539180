package org.e2e3d.engine.surface;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A part's lattice on disk while other parts are worked on. */
final class LatticeFile {
  private LatticeFile() {}

  static void write(Path file, VoxelGrid grid) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
      out.writeDouble(grid.spacing());
      out.writeInt(grid.blockCount());
      ByteBuffer bytes = ByteBuffer.allocate(2 * Float.BYTES * VoxelGrid.VOLUME);
      for (int b = 0; b < grid.blockCount(); b++) {
        out.writeLong(grid.blockKey(b));
        bytes.asFloatBuffer().put(grid.distance(b)).put(grid.weight(b));
        out.write(bytes.array());
      }
    }
  }

  static VoxelGrid read(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      double spacing = in.readDouble();
      long[] keys = new long[in.readInt()];
      float[][] distance = new float[keys.length][VoxelGrid.VOLUME];
      float[][] weight = new float[keys.length][VoxelGrid.VOLUME];
      ByteBuffer bytes = ByteBuffer.allocate(2 * Float.BYTES * VoxelGrid.VOLUME);
      for (int b = 0; b < keys.length; b++) {
        keys[b] = in.readLong();
        in.readFully(bytes.array());
        bytes.asFloatBuffer().get(distance[b]).get(weight[b]);
      }
      return new VoxelGrid(spacing, keys, distance, weight);
    }
  }
}
