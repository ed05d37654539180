package org.e2e3d.engine.features;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.engine.stage.StageContext;
import org.e2e3d.engine.stage.Workers;

/** Stage 2: the features of every photograph. */
public final class FeatureExtraction {
  private final FeatureOptions options;
  private final StageContext context;

  public FeatureExtraction(FeatureOptions options, StageContext context) {
    options.validate();
    this.options = options;
    this.context = context;
  }

  /**
   * Detects features and writes the checkpoint.
   *
   * @return one set per photograph, in the order of ids; those of blank photographs are small or
   *     empty
   * @throws ReconstructionException BLURRY or NOT_ENOUGH_TEXTURE if fewer than three photographs
   *     have features
   */
  public List<FeatureSet> run(PhotoSet set) {
    List<Photo> photos = set.photos();
    FeatureSet[] features = new FeatureSet[photos.size()];
    SiftDetector detector = new SiftDetector(options);
    AtomicInteger done = new AtomicInteger();
    Workers.forEach(
        context.threads(),
        features.length,
        i -> {
          context.checkCancelled();
          features[i] = detector.detect(photos.get(i));
          int k = done.incrementAndGet();
          context.progress(
              (double) k / features.length, "features of " + k + " of " + features.length);
        });
    judge(photos, features);
    List<FeatureSet> result = List.of(features);
    try {
      FeatureFile.writeAll(context.folder(), result);
    } catch (IOException e) {
      throw new ReconstructionException(
          FailureCode.IO_ERROR, "the features cannot be written", "Check the disk.", e);
    }
    return result;
  }

  private void judge(List<Photo> photos, FeatureSet[] features) {
    List<ImageEvidence> poor = new ArrayList<>();
    for (int i = 0; i < features.length; i++) {
      if (features[i].size() < options.minFeatures()) {
        poor.add(
            new ImageEvidence(
                photos.get(i).name(), "NO_FEATURES", "only " + features[i].size() + " features"));
      }
    }
    poor.forEach(context::warn);
    int[] counts = Arrays.stream(features).mapToInt(FeatureSet::size).toArray();
    context.figure("features.mean", Math.round(Arrays.stream(counts).average().orElse(0)));
    context.figure("features.min", Arrays.stream(counts).min().orElse(0));
    if (features.length - poor.size() < 3) {
      throw new ReconstructionException(
          FailureCode.NOT_ENOUGH_TEXTURE,
          poor.size() + " of " + features.length + " photographs show too little texture",
          "Photograph a textured object in good light, or put a patterned cloth below it.",
          poor);
    }
  }
}
