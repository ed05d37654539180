package org.e2e3d.engine.dense;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The planes proposed for a view's plain areas, on disk until other views were asked about them.
 */
final class WallFile {
  private WallFile() {}

  static void write(Path file, List<BlankWalls.Wall> walls) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
      out.writeInt(walls.size());
      for (BlankWalls.Wall wall : walls) {
        out.writeDouble(wall.plane().inverse());
        out.writeDouble(wall.plane().slopeX());
        out.writeDouble(wall.plane().slopeY());
        out.writeInt(wall.area().pixels().length);
        for (int p : wall.area().pixels()) {
          out.writeInt(p);
        }
      }
    }
  }

  static List<BlankWalls.Wall> read(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      int n = in.readInt();
      List<BlankWalls.Wall> walls = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        WallPlane plane = new WallPlane(in.readDouble(), in.readDouble(), in.readDouble());
        int[] pixels = new int[in.readInt()];
        for (int k = 0; k < pixels.length; k++) {
          pixels[k] = in.readInt();
        }
        walls.add(new BlankWalls.Wall(new PlainArea(pixels), plane));
      }
      return walls;
    }
  }
}
