package org.e2e3d.engine.features;

import static org.bytedeco.opencv.global.opencv_core.meanStdDev;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.image.PhotoReader;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.engine.stage.StageContext;
import org.e2e3d.engine.stage.Workers;

/** Stage 2: the features of every photograph. */
public final class FeatureExtraction {
  private static final int FEWEST_USABLE = 3;
  private static final int COARSE_SIDE = 32;

  /** Grey levels; the deviation of a lit wall is below this, that of a blurred scene above. */
  private static final double COARSE_CONTRAST = 12;

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
        atOnce(photos),
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

  /**
   * As many photographs at once as there are threads, if half the heap holds their scale spaces.
   */
  private int atOnce(List<Photo> photos) {
    long largest = 1;
    for (Photo photo : photos) {
      largest = Math.max(largest, detectorBytes(photo));
    }
    long fit = Runtime.getRuntime().maxMemory() / 2 / largest;
    return (int) Math.max(1, Math.min(context.threads(), fit));
  }

  private long detectorBytes(Photo photo) {
    double scale =
        Math.min(1, (double) options.maxImageSize() / Math.max(photo.width(), photo.height()));
    return (long)
        (SiftDetector.BYTES_PER_PIXEL * scale * scale * photo.width() * (double) photo.height());
  }

  private void judge(List<Photo> photos, FeatureSet[] features) {
    List<ImageEvidence> poor = new ArrayList<>();
    int blurry = 0;
    for (int i = 0; i < features.length; i++) {
      if (features[i].size() < options.minFeatures()) {
        boolean blurred = hasCoarseContrast(photos.get(i));
        blurry += blurred ? 1 : 0;
        poor.add(
            new ImageEvidence(
                photos.get(i).name(),
                blurred ? "BLURRY" : "NO_FEATURES",
                String.format(
                    Locale.ROOT,
                    "only %d features, sharpness %.1f; %s",
                    features[i].size(),
                    photos.get(i).sharpness(),
                    blurred ? "it shows shapes but no fine detail" : "it is nearly blank")));
      }
    }
    poor.forEach(context::warn);
    int[] counts = Arrays.stream(features).mapToInt(FeatureSet::size).toArray();
    context.figure("features.mean", Math.round(Arrays.stream(counts).average().orElse(0)));
    context.figure("features.min", Arrays.stream(counts).min().orElse(0));
    if (features.length - poor.size() >= FEWEST_USABLE) {
      return;
    }
    if (2 * blurry > poor.size()) {
      throw new ReconstructionException(
          FailureCode.BLURRY,
          poor.size() + " of " + features.length + " photographs are too blurry to find features",
          "Hold the camera still, focus on the object, and use more light.",
          poor);
    }
    throw new ReconstructionException(
        FailureCode.NOT_ENOUGH_TEXTURE,
        poor.size() + " of " + features.length + " photographs show too little texture",
        "Photograph a textured object in good light, or put a patterned cloth below it.",
        poor);
  }

  /** Tells a blurred photograph from a blank one: blur leaves large shapes standing. */
  private static boolean hasCoarseContrast(Photo photo) {
    try (Mat bgr = PhotoReader.readBgr(photo, COARSE_SIDE);
        Mat grey = new Mat();
        Mat mean = new Mat();
        Mat deviation = new Mat()) {
      cvtColor(bgr, grey, COLOR_BGR2GRAY);
      meanStdDev(grey, mean, deviation);
      try (DoubleIndexer values = deviation.createIndexer()) {
        return values.get(0) >= COARSE_CONTRAST;
      }
    }
  }
}
