package org.e2e3d.engine.texture;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.image.PhotoReader;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.image.PhotoSource;
import org.e2e3d.engine.render.MeshRenderer;
import org.e2e3d.engine.render.RenderOptions;
import org.e2e3d.engine.render.Rendering;
import org.e2e3d.engine.render.Shading;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.scene.View;

/**
 * How like a model is to photographs: some of them, reduced, beside the model drawn from where they
 * were taken.
 *
 * @param views how many were compared; the other figures are 0 if none
 * @param psnr mean peak signal-to-noise ratio over the seen surface, dB
 * @param psnrEvened the same after one factor a channel has taken out each photograph's exposure
 * @param ssim mean structural similarity over the seen surface
 */
public record TextureMatch(int views, double psnr, double psnrEvened, double ssim) {
  /** Nothing was compared. */
  public static final TextureMatch NONE = new TextureMatch(0, 0, 0, 0);

  /** A view that sees less of the model tells little. */
  private static final double LEAST_SEEN = 0.01;

  /**
   * Compares evenly spaced views; one whose photograph is gone by now is passed over.
   *
   * @param most how many views at most; 0 for none
   * @param side longer side of the pictures compared, pixels
   */
  public static TextureMatch of(
      TexturedMesh model,
      SparseModel sparse,
      PhotoSet photos,
      PhotoSource source,
      int most,
      int side,
      int threads) {
    return of(model, sparse, photos, source, spaced(sparse.views(), most), side, threads);
  }

  /** Compares these views. */
  static TextureMatch of(
      TexturedMesh model,
      SparseModel sparse,
      PhotoSet photos,
      PhotoSource source,
      List<View> views,
      int side,
      int threads) {
    MeshRenderer renderer = new MeshRenderer(RenderOptions.of(Shading.COLOUR, threads));
    List<PhotoMatch> found = new ArrayList<>();
    for (View view : views) {
      Photo photo = photos.photos().get(view.id());
      if (!Files.isReadable(photo.file())) {
        continue;
      }
      int[] size = PhotoReader.reducedSize(photo.width(), photo.height(), side);
      Camera lens = sparse.cameraOf(view).scaledTo(size[0], size[1]);
      Rendering drawn = renderer.render(model, PhotoMatch.plane(lens), view.pose());
      PhotoMatch match = PhotoMatch.of(drawn, source, photo, lens);
      if (match.pixels() >= LEAST_SEEN * size[0] * size[1]) {
        found.add(match);
      }
    }
    return new TextureMatch(
        found.size(),
        found.stream().mapToDouble(PhotoMatch::psnr).average().orElse(0),
        found.stream().mapToDouble(PhotoMatch::psnrEvened).average().orElse(0),
        found.stream().mapToDouble(PhotoMatch::ssim).average().orElse(0));
  }

  /** At most so many of a list, evenly spaced. */
  static List<View> spaced(List<View> views, int most) {
    List<View> chosen = new ArrayList<>();
    int n = most == 0 ? 0 : views.size();
    int step = Math.max(1, (n + most - 1) / Math.max(1, most));
    for (int i = step / 2; i < n; i += step) {
      chosen.add(views.get(i));
    }
    return chosen;
  }
}
