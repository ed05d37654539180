package org.e2e3d.engine.texture;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.image.PhotoSource;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.SparsePoints;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.scene.View;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.engine.stage.StageContext;

/**
 * How like a model is to photographs that had no part in its texture: a few are held back, the mesh
 * is textured anew at a reduced size from those that have most in common with them, and drawn from
 * where the held-back ones were taken.
 */
public final class HeldBackViews {
  /** Photographs that take part in the texture, at most, for each that is held back. */
  private static final int HELPERS = 6;

  private static final int FEWEST_HELPERS = 2;
  private static final int PAGE_SIDE = 2048;

  private HeldBackViews() {}

  /**
   * Holds evenly spaced views back; photographs that are gone by now are passed over.
   *
   * @param mesh a simplified one will do at the reduced size
   * @param most how many are held back at most; 0 for none
   * @param side longer side of the pictures compared, pixels
   * @return of no views if there are too few photographs
   */
  public static TextureMatch match(
      TriangleMesh mesh,
      SparseModel sparse,
      PhotoSet photos,
      PhotoSource source,
      int most,
      int side,
      StageContext context) {
    if (most == 0) {
      return TextureMatch.NONE;
    }
    List<View> there =
        sparse.views().stream()
            .filter(v -> Files.isReadable(photos.photos().get(v.id()).file()))
            .toList();
    List<View> held = TextureMatch.spaced(there, Math.min(most, there.size() / 4));
    List<View> helpers = helpers(there, held, sparse.points());
    if (held.isEmpty() || helpers.size() < FEWEST_HELPERS) {
      return TextureMatch.NONE;
    }
    TextureOptions options =
        TextureOptions.of(Preset.MEDIUM).withPages(PAGE_SIDE, 1).withPhotos(side);
    SparseModel used =
        new SparseModel(sparse.cameras(), helpers, sparse.points(), sparse.geoReference());
    TexturedMesh textured =
        new Texturing(options, source, new QuietContext(context)).make(photos, used, mesh);
    return TextureMatch.of(textured, sparse, photos, source, held, side, context.threads());
  }

  /** The views that share most points with the held-back ones, in the model's order. */
  private static List<View> helpers(List<View> all, List<View> held, SparsePoints points) {
    Map<Integer, Integer> common = new HashMap<>();
    List<Integer> heldIds = held.stream().map(View::id).toList();
    for (int p = 0; p < points.size(); p++) {
      boolean counts = false;
      for (int o = points.trackStart()[p]; o < points.trackStart()[p + 1]; o++) {
        counts |= heldIds.contains(points.obsView()[o]);
      }
      for (int o = points.trackStart()[p]; counts && o < points.trackStart()[p + 1]; o++) {
        common.merge(points.obsView()[o], 1, Integer::sum);
      }
    }
    List<View> others = new ArrayList<>(all);
    others.removeAll(held);
    others.sort(Comparator.comparingInt((View v) -> -common.getOrDefault(v.id(), 0)));
    List<View> best = others.subList(0, Math.min(others.size(), HELPERS * held.size()));
    return all.stream().filter(best::contains).toList();
  }
}
