package org.e2e3d.engine.scene;

import java.util.List;

/**
 * A mesh with its atlas.
 *
 * @param mesh geometry; its vertex colours are kept for formats without textures
 * @param uv 6f texture coordinates: u, v of each face corner in [0, 1], origin at the page's upper
 *     left, v downwards (as glTF)
 * @param page f page indices, into pages
 * @param pages the atlas; empty if the mesh has vertex colours only (uv and page are then empty
 *     too)
 */
public record TexturedMesh(TriangleMesh mesh, float[] uv, int[] page, List<TexturePage> pages) {

  public TexturedMesh {
    pages = List.copyOf(pages);
  }

  public boolean hasTexture() {
    return !pages.isEmpty();
  }
}
