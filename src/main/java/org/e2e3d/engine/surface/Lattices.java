package org.e2e3d.engine.surface;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The lattice of a scene in one part, or in several that are kept on disk and of which one at a
 * time is in memory.
 *
 * @param spacing distance of samples, world units
 * @param keys the blocks of the whole, ascending
 * @param parts boxes that divide it
 * @param rim how many blocks of its neighbours a part has on each side
 * @param folder where parts are kept
 */
record Lattices(double spacing, long[] keys, List<LatticePart> parts, int rim, Path folder) {

  boolean divided() {
    return parts.size() > 1;
  }

  /** The blocks of a part, rim included, without anything known about them. */
  VoxelGrid empty(int part) {
    LatticePart p = parts.get(part);
    return new VoxelGrid(spacing, Arrays.stream(keys).filter(k -> p.holds(k, rim)).toArray());
  }

  /** How many blocks a part has without its rim. */
  int size(int part) {
    LatticePart p = parts.get(part);
    return (int) Arrays.stream(keys).filter(k -> p.holds(k, 0)).count();
  }

  void write(int part, VoxelGrid grid) throws IOException {
    LatticeFile.write(file(part), grid);
  }

  VoxelGrid read(int part) throws IOException {
    return LatticeFile.read(file(part));
  }

  void delete() throws IOException {
    for (int i = 0; i < parts.size(); i++) {
      Files.deleteIfExists(file(i));
    }
  }

  private Path file(int part) {
    return folder.resolve("lattice-" + part + ".tmp");
  }
}
