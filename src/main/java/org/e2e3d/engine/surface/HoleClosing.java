package org.e2e3d.engine.surface;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.e2e3d.engine.dense.DepthMapFile;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.stage.StageContext;

/**
 * Closes {@link SmallHoles} unless the views, asked as about larger gaps, speak against most of
 * what would close one: they look through a real opening.
 */
final class HoleClosing {
  /** Share of a patch's area that the views have to support. */
  private static final double SUPPORTED = 0.5;

  private HoleClosing() {}

  /**
   * @param mesh clean
   * @param tolerance depths that differ by less are the same, world units
   */
  static TriangleMesh close(
      TriangleMesh mesh, List<Path> maps, double tolerance, StageContext context)
      throws IOException {
    SmallHoles holes = new SmallHoles(mesh);
    boolean[] closed = new boolean[holes.count()];
    TriangleMesh near = holes.surroundings();
    int faces = IntStream.range(0, closed.length).map(i -> holes.patch(i).length / 3).sum();
    int own = near.faceCount() - faces;
    int[] patches = IntStream.range(own, near.faceCount()).toArray();
    FacetSupport support = new FacetSupport(near, patches, tolerance, context.threads());
    for (Path map : maps) {
      context.checkCancelled();
      support.ask(DepthMapFile.read(map));
    }
    int face = 0;
    int n = 0;
    for (int i = 0; i < closed.length; i++) {
      double all = 0;
      double supported = 0;
      for (int end = face + holes.patch(i).length / 3; face < end; face++) {
        double area = near.area(own + face);
        all += area;
        supported += support.supported(face) ? area : 0;
      }
      closed[i] = supported > SUPPORTED * all;
      n += closed[i] ? 1 : 0;
    }
    context.figure("surface.smallHoles", n);
    context.figure("surface.smallHolesLeft", closed.length - n);
    return holes.with(closed);
  }
}
