package org.e2e3d.engine.export;

import java.util.List;
import org.e2e3d.engine.io.GlbFile;
import org.e2e3d.engine.io.Jpeg;
import org.e2e3d.engine.io.PageReduction;
import org.e2e3d.engine.scene.TexturePage;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.texture.CoarseTexture;

/**
 * The model for phones and far views: fewer faces, with an atlas of their own, in a bounded number
 * of bytes.
 *
 * @param model the reduced mesh with its page
 * @param jpegs the page encoded
 * @param error by how much the surface is off, in units of the model
 */
record SmallModel(TexturedMesh model, List<byte[]> jpegs, double error) {
  private static final int QUALITY = 88;
  private static final int LEAST_QUALITY = 30;

  /** Longest side of the page to begin with, texels. */
  private static final int PAGE_SIDE = 2048;

  private static final int LEAST_SIDE = 16;

  /** The mesh may take this share of the bytes, the texture has the rest. */
  private static final double MESH_SHARE = 0.55;

  private static final int LEAST_FACES = 16;

  /**
   * Reduces a model.
   *
   * @param faces about how many faces at most
   * @param bytes how large a compact GLB of it may be
   */
  static SmallModel of(TexturedMesh full, int faces, long bytes, int threads) {
    for (int target = faces; ; target = target * 2 / 3) {
      MeshReduction.Reduced reduced = MeshReduction.reduce(full.mesh(), target);
      TexturedMesh small =
          full.hasTexture()
              ? CoarseTexture.of(full, reduced.mesh(), reduced.kept(), PAGE_SIDE, threads)
              : new TexturedMesh(reduced.mesh(), full.uv(), full.page(), full.pages());
      long mesh = GlbFile.compactBytes(small);
      if (mesh <= MESH_SHARE * bytes || target <= LEAST_FACES) {
        return textured(small, bytes - mesh, reduced.error());
      }
    }
  }

  /** Makes the page as small as its JPEG has to be. */
  private static SmallModel textured(TexturedMesh m, long room, double error) {
    if (!m.hasTexture()) {
      return new SmallModel(m, List.of(), error);
    }
    TexturePage full = m.pages().get(0);
    int longest = Math.max(full.width(), full.height());
    int quality = QUALITY;
    double scale = 1;
    for (; ; ) {
      TexturePage page = PageReduction.reduce(full, scale);
      byte[] jpeg = Jpeg.encodeSmall(page, quality);
      boolean least = scale * longest <= LEAST_SIDE && quality == LEAST_QUALITY;
      if (jpeg.length <= room || least) {
        TexturedMesh small = new TexturedMesh(m.mesh(), m.uv(), m.page(), List.of(page));
        return new SmallModel(small, List.of(jpeg), error);
      }
      if (scale * longest < 256) {
        quality = LEAST_QUALITY;
      }
      scale *= Math.min(0.9, 0.95 * Math.sqrt(Math.max(0.01, (double) room / jpeg.length)));
    }
  }
}
