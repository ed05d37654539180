package org.e2e3d.engine.texture;

import java.util.List;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.image.PhotoSource;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.scene.View;
import org.e2e3d.engine.stage.StageContext;
import org.e2e3d.engine.stage.Workers;

/** First pass over the photographs, reduced, a few at a time: finds each face's candidate views. */
final class Survey {
  private static final int CHUNK = 1 << 12;

  private final TextureOptions options;
  private final PhotoSource source;
  private final StageContext context;

  Survey(TextureOptions options, PhotoSource source, StageContext context) {
    this.options = options;
    this.source = source;
    this.context = context;
  }

  /**
   * @param photos photograph of each view, by position
   * @param cameras camera of each view at its photograph's size
   * @param share part of the stage's progress this takes
   */
  Candidates run(
      TriangleMesh mesh,
      SparseModel model,
      List<Photo> photos,
      List<Camera> cameras,
      double share) {
    Candidates candidates = new Candidates(mesh.faceCount(), options.candidates());
    float[] normals = VertexNormals.of(mesh);
    FaceJudge judge = new FaceJudge(mesh);
    int views = model.views().size();
    int threads = context.threads();
    int chunks = (mesh.faceCount() + CHUNK - 1) / CHUNK;
    for (int first = 0; first < views; first += threads) {
      int from = first;
      ViewSurvey[] batch = new ViewSurvey[Math.min(threads, views - first)];
      Workers.forEach(
          threads,
          batch.length,
          i -> {
            View view = model.views().get(from + i);
            batch[i] =
                ViewSurvey.of(
                    mesh,
                    normals,
                    cameras.get(from + i),
                    view.pose(),
                    source,
                    photos.get(from + i),
                    options.surveySide());
          });
      Workers.forEach(
          threads,
          chunks,
          chunk -> {
            int end = Math.min(mesh.faceCount(), (chunk + 1) * CHUNK);
            for (int i = 0; i < batch.length; i++) {
              for (int f = chunk * CHUNK; f < end; f++) {
                judge.judge(batch[i], from + i, f, candidates);
              }
            }
          });
      context.progress(share * (first + batch.length) / views, "looking who sees what");
    }
    return candidates;
  }
}
