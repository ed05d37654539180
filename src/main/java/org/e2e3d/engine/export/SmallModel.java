package org.e2e3d.engine.export;

import java.util.List;
import org.e2e3d.engine.io.Jpeg;
import org.e2e3d.engine.io.PageReduction;
import org.e2e3d.engine.scene.TexturePage;
import org.e2e3d.engine.scene.TexturedMesh;

/**
 * The model for phones and far views: fewer faces and smaller pages, in a bounded number of bytes.
 *
 * @param model the reduced mesh with the reduced pages
 * @param jpegs the pages encoded
 * @param error by how much the surface is off, in units of the model
 */
record SmallModel(TexturedMesh model, List<byte[]> jpegs, double error) {
  private static final int QUALITY = 82;

  /** Longest side of the pages to begin with, texels. */
  private static final int PAGE_SIDE = 2048;

  /** Longest side below which no page is reduced: a texture that shows nothing saves nothing. */
  private static final int LEAST_SIDE = 256;

  /** Bytes of a vertex and of a face in a compact GLB, and of all the rest. */
  private static final int VERTEX_BYTES = 16;

  private static final int FACE_BYTES = 12;
  private static final int REST_BYTES = 8192;

  /** The mesh may take this share of the bytes, the texture has the rest. */
  private static final double MESH_SHARE = 0.55;

  private static final int TRIES = 6;

  /**
   * Reduces a model.
   *
   * @param faces about how many faces at most
   * @param bytes how large a compact GLB of it may be; where the seams of an atlas of very many
   *     charts keep faces from going it becomes larger
   */
  static SmallModel of(TexturedMesh full, int faces, long bytes) {
    int target = faces;
    MeshReduction.Reduced reduced = MeshReduction.reduce(full, target);
    for (int i = 1; i < TRIES && meshBytes(reduced.model()) > MESH_SHARE * bytes; i++) {
      target = target * 2 / 3;
      reduced = MeshReduction.reduce(full, target);
    }
    TexturedMesh mesh = reduced.model();
    long room = bytes - meshBytes(mesh) - REST_BYTES;
    int longest = 1;
    for (TexturePage page : full.pages()) {
      longest = Math.max(longest, Math.max(page.width(), page.height()));
    }
    double scale = Math.min(1, (double) PAGE_SIDE / longest);
    for (; ; ) {
      double s = scale;
      List<TexturePage> pages = full.pages().stream().map(p -> PageReduction.reduce(p, s)).toList();
      List<byte[]> jpegs = pages.stream().map(p -> Jpeg.encodeSmall(p, QUALITY)).toList();
      long size = jpegs.stream().mapToLong(j -> j.length).sum();
      if (size <= room || scale * longest <= LEAST_SIDE) {
        return new SmallModel(
            new TexturedMesh(mesh.mesh(), mesh.uv(), mesh.page(), pages), jpegs, reduced.error());
      }
      scale *= Math.min(0.9, 0.95 * Math.sqrt(Math.max(0.01, (double) room / size)));
    }
  }

  /** An upper bound where every corner of a seam is a vertex of its own. */
  private static long meshBytes(TexturedMesh m) {
    long corners =
        m.hasTexture()
            ? Math.min(3L * m.mesh().faceCount(), 2L * m.mesh().vertexCount())
            : m.mesh().vertexCount() * 2L;
    return corners * VERTEX_BYTES + (long) m.mesh().faceCount() * FACE_BYTES;
  }
}
