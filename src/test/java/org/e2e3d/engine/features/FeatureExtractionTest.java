package org.e2e3d.engine.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.image.TestImages;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.testing.TestStageContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FeatureExtractionTest {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;

  @TempDir Path folder;

  /**
   * Blobs at known places, at full size and reduced by two: the mean offset of the features from
   * the blobs is the bias of our pixel convention and must vanish (0.04 px of the analysed image),
   * and single positions must be good to 0.3 px.
   */
  @ParameterizedTest
  @ValueSource(ints = {640, 320})
  void positionsAreUnbiased(int maxImageSize) throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    List<double[]> blobs = new ArrayList<>();
    for (int y = 40; y < HEIGHT - 40; y += 40) {
      for (int x = 40; x < WIDTH - 40; x += 40) {
        blobs.add(new double[] {x + random.nextDouble() * 8, y + random.nextDouble() * 8});
      }
    }
    byte[] bgr = new byte[3 * WIDTH * HEIGHT];
    for (int r = 0; r < HEIGHT; r++) {
      for (int c = 0; c < WIDTH; c++) {
        double v = 60;
        for (double[] b : blobs) {
          double dx = c + 0.5 - b[0];
          double dy = r + 0.5 - b[1];
          double d2 = dx * dx + dy * dy;
          v += d2 < 400 ? 150 * Math.exp(-d2 / (2 * 4 * 4)) : 0;
        }
        Arrays.fill(bgr, 3 * (r * WIDTH + c), 3 * (r * WIDTH + c) + 3, (byte) Math.round(v));
      }
    }
    Path file = Files.write(folder.resolve("a.png"), TestImages.encode(".png", bgr, WIDTH, HEIGHT));
    FeatureOptions options = new FeatureOptions(maxImageSize, 8000, 0.02, 10, 40);
    FeatureSet found = new SiftDetector(options).detect(photo(0, file, Optional.empty()));

    double reduction = (double) WIDTH / maxImageSize;
    double sumX = 0;
    double sumY = 0;
    int n = 0;
    for (double[] b : blobs) {
      for (int i = 0; i < found.size(); i++) {
        double dx = found.xy()[2 * i] - b[0];
        double dy = found.xy()[2 * i + 1] - b[1];
        if (Math.hypot(dx, dy) < 2) {
          assertThat(Math.hypot(dx, dy)).isLessThan(0.3 * reduction);
          sumX += dx;
          sumY += dy;
          n++;
          break;
        }
      }
    }
    assertThat(n).isGreaterThan(blobs.size() * 9 / 10);
    assertThat(sumX / n).isCloseTo(0, within(0.04 * reduction));
    assertThat(sumY / n).isCloseTo(0, within(0.04 * reduction));
  }

  @Test
  void theSameFeaturesOnAnyNumberOfThreadsAndFromTheCheckpoint() throws IOException {
    PhotoSet set = textured(4);
    FeatureOptions options = FeatureOptions.of(Preset.LOW);
    TestStageContext one = new TestStageContext(folder.resolve("1"), 1, 1);
    TestStageContext two = new TestStageContext(folder.resolve("2"), 2, 1);
    List<FeatureSet> a = new FeatureExtraction(options, one).run(set);
    new FeatureExtraction(options, two).run(set);
    assertThat(a).hasSize(4).allMatch(f -> f.size() > 100);
    List<FeatureSet> b = FeatureFile.readAll(folder.resolve("2"));
    assertThat(b).usingRecursiveComparison().isEqualTo(a);
  }

  @Test
  void aMaskedHalfHasNoFeatures() throws IOException {
    byte[] mask = new byte[3 * WIDTH * HEIGHT];
    for (int r = 0; r < HEIGHT; r++) {
      Arrays.fill(mask, 3 * r * WIDTH, 3 * (r * WIDTH + WIDTH / 2), (byte) 255);
    }
    Path maskFile =
        Files.write(folder.resolve("m.png"), TestImages.encode(".png", mask, WIDTH, HEIGHT));
    Path file = Files.write(folder.resolve("a.png"), TestImages.blocks(".png", WIDTH, HEIGHT, 3));
    FeatureSet found =
        new SiftDetector(FeatureOptions.of(Preset.LOW))
            .detect(photo(0, file, Optional.of(maskFile)));
    assertThat(found.size()).isGreaterThan(100);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.xy()[2 * i]).isLessThan(WIDTH / 2f + 1);
    }
  }

  @Test
  void blankPhotographsHaveNotEnoughTexture() throws IOException {
    byte[] wall = new byte[3 * WIDTH * HEIGHT];
    Arrays.fill(wall, (byte) 180);
    assertThat(failure(wall).code()).isEqualTo(FailureCode.NOT_ENOUGH_TEXTURE);
  }

  @Test
  void photographsOfShapesWithoutDetailAreBlurry() throws IOException {
    byte[] soft = new byte[3 * WIDTH * HEIGHT];
    for (int r = 0; r < HEIGHT; r++) {
      for (int c = 0; c < WIDTH; c++) {
        double v = 128 + 60 * Math.sin(c / 90.0) * Math.cos(r / 80.0);
        Arrays.fill(soft, 3 * (r * WIDTH + c), 3 * (r * WIDTH + c) + 3, (byte) v);
      }
    }
    ReconstructionException e = failure(soft);
    assertThat(e.code()).isEqualTo(FailureCode.BLURRY);
    assertThat(e.evidence()).hasSize(3).allMatch(x -> x.problem().equals("BLURRY"));
  }

  @Test
  void everyPrefixOfTheSelectionIsEven() {
    int n = 4000;
    SplittableRandom random = new SplittableRandom(1);
    float[] x = new float[n];
    float[] y = new float[n];
    float[] response = new float[n];
    for (int i = 0; i < n; i++) {
      // Three quarters of the features, and the strongest, crowd into the left quarter.
      boolean crowded = i % 4 != 0;
      x[i] = (float) (crowded ? random.nextDouble() * 160 : 160 + random.nextDouble() * 480);
      y[i] = (float) (random.nextDouble() * 480);
      response[i] = (float) (crowded ? 1 + random.nextDouble() : random.nextDouble());
    }
    int[] picked = EvenSelection.pick(x, y, response, 640, 480, 800);
    assertThat(picked).hasSize(800).doesNotHaveDuplicates();
    long left = Arrays.stream(picked).filter(i -> x[i] < 160).count();
    assertThat(left).isBetween(180L, 300L);
    assertThat(Arrays.copyOf(picked, 300))
        .isEqualTo(EvenSelection.pick(x, y, response, 640, 480, 300));
  }

  private ReconstructionException failure(byte[] bgr) throws IOException {
    List<Photo> photos = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Path file = folder.resolve(i + ".png");
      Files.write(file, TestImages.encode(".png", bgr, WIDTH, HEIGHT));
      photos.add(photo(i, file, Optional.empty()));
    }
    FeatureExtraction stage =
        new FeatureExtraction(
            FeatureOptions.of(Preset.LOW), TestStageContext.in(folder.resolve("stage")));
    return catchThrowableOfType(
        ReconstructionException.class, () -> stage.run(new PhotoSet(photos, List.of())));
  }

  private PhotoSet textured(int n) throws IOException {
    List<Photo> photos = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Path file = folder.resolve(i + ".png");
      Files.write(file, TestImages.blocks(".png", WIDTH, HEIGHT, i));
      photos.add(photo(i, file, Optional.empty()));
    }
    return new PhotoSet(photos, List.of());
  }

  private static Photo photo(int id, Path file, Optional<Path> mask) {
    return new Photo(
        id, id + ".png", file, WIDTH, HEIGHT, 0, Double.NaN, Optional.empty(), 0, 0, "", mask);
  }
}
