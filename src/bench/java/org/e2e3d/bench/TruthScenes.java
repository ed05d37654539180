package org.e2e3d.bench;

import java.io.IOException;
import java.nio.file.Path;
import org.e2e3d.testing.TruthScene;

/**
 * Renders the scenes with exact truth into folders: {@code OUT [WIDTH HEIGHT]}, 800 x 600 if not
 * given. Each folder has what a scorer needs: see {@link TruthScene}.
 */
public final class TruthScenes {
  private TruthScenes() {}

  public static void main(String[] args) throws IOException {
    int width = args.length > 2 ? Integer.parseInt(args[1]) : 800;
    int height = args.length > 2 ? Integer.parseInt(args[2]) : 600;
    for (TruthScene scene : TruthScene.all(width, height)) {
      System.out.println(scene.write(Path.of(args[0])));
    }
  }
}
