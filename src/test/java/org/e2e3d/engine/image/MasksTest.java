package org.e2e3d.engine.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.bytedeco.opencv.opencv_core.Mat;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.testing.TestStageContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MasksTest {
  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;

  @TempDir Path temp;
  private Path images;
  private TestStageContext context;

  @BeforeEach
  void threePhotographs() throws IOException {
    images = Files.createDirectories(temp.resolve("images"));
    context = TestStageContext.in(temp.resolve("stage"));
    put("a.jpg", TestImages.blocks(".jpg", WIDTH, HEIGHT, 1));
    put("B.JPG", TestImages.blocks(".jpg", WIDTH, HEIGHT, 2));
    put("deep/c.d.png", TestImages.blocks(".png", WIDTH, HEIGHT, 3));
  }

  @Test
  void masksAreFoundByEitherNameWhateverTheCase() throws IOException {
    put("Masks/a.jpg.png", leftHalf(WIDTH, HEIGHT, 255));
    put("Masks/A.png", leftHalf(WIDTH, HEIGHT, 0));
    put("Masks/b.PNG", leftHalf(WIDTH / 2, HEIGHT / 2, 1));
    put("Masks/DEEP/c.d.png", leftHalf(2 * WIDTH, 2 * HEIGHT, 7));
    List<Photo> photos = ingest();
    assertThat(photos).extracting(Photo::name).containsExactly("B.JPG", "a.jpg", "deep/c.d.png");
    assertThat(photos.get(1).mask()).contains(images.resolve("Masks/a.jpg.png"));
    for (Photo p : photos) {
      assertThat(keptLeftAndRight(p, 32, 24)).as(p.name()).containsExactly(true, false);
    }
    assertThat(context.evidence())
        .extracting(ImageEvidence::image, ImageEvidence::problem)
        .containsExactly(tuple("Masks/A.png", "MASK_UNUSED"));
  }

  @Test
  void badMasksAreToldAndThePhotographIsUsedWhole() throws IOException {
    put("masks/a.png", "no image".getBytes(UTF_8));
    byte[] whole = leftHalf(WIDTH, HEIGHT, 255);
    put("masks/b.png", Arrays.copyOf(whole, whole.length / 2));
    put("masks/deep/c.d.png", leftHalf(HEIGHT, HEIGHT, 255));
    put("masks/nobody.png", whole);
    put("masks/a.jpg", TestImages.blocks(".jpg", WIDTH, HEIGHT, 9));
    List<Photo> photos = ingest();
    assertThat(photos).hasSize(3).allMatch(p -> p.mask().isEmpty());
    assertThat(context.evidence())
        .extracting(ImageEvidence::image, ImageEvidence::problem)
        .containsExactlyInAnyOrder(
            tuple("B.JPG", "MASK_UNREADABLE"),
            tuple("a.jpg", "MASK_UNREADABLE"),
            tuple("deep/c.d.png", "MASK_UNREADABLE"),
            tuple("masks/a.jpg", "MASK_UNUSED"),
            tuple("masks/nobody.png", "MASK_UNUSED"));
    assertThat(context.evidence())
        .anyMatch(e -> e.detail().contains("48x48 pixels, and the photograph 64x48"));
  }

  @Test
  void aMaskOfMorePixelsThanAPhotographMayHaveIsNotDecoded() throws IOException {
    byte[] png = leftHalf(WIDTH, HEIGHT, 255);
    png[18] = (byte) 0xEA;
    png[22] = (byte) 0xEA;
    put("masks/a.png", png);
    ingest();
    assertThat(context.evidence())
        .anyMatch(e -> e.image().equals("a.jpg") && e.detail().contains("ingest.maxPixels"));
  }

  @Test
  void aMaskThatLeavesNothingIsTold() throws IOException {
    put("masks/a.png", leftHalf(WIDTH, HEIGHT, 0));
    ingest();
    assertThat(context.evidence())
        .extracting(ImageEvidence::image, ImageEvidence::problem)
        .containsExactly(tuple("a.jpg", "MASKED_OUT"));
  }

  @Test
  void masksLieOnTheUprightPhotographOrTurnWithTheStoredOne() throws IOException {
    // Stored 64x48 with orientation 6: shown 48x64, its stored left side on top.
    byte[] jpeg = TestImages.withOrientation(TestImages.blocks(".jpg", WIDTH, HEIGHT, 4), 6);
    put("a.jpg", jpeg);
    put("B.JPG", TestImages.withOrientation(TestImages.blocks(".jpg", WIDTH, HEIGHT, 5), 6));
    put("masks/a.png", leftHalf(WIDTH, HEIGHT, 255));
    put("masks/b.png", leftHalf(48, 64, 255));
    List<Photo> photos = ingest();
    Photo upright = photos.get(0);
    Photo stored = photos.get(1);
    assertThat(upright.quarterTurns()).isEqualTo(1);
    // What is left in the upright picture is at the bottom of the stored one.
    try (Mat mask = PhotoReader.readMask(upright, WIDTH, HEIGHT).orElseThrow()) {
      assertThat(kept(mask, 40, 32)).isTrue();
      assertThat(kept(mask, 8, 32)).isFalse();
    }
    assertThat(keptLeftAndRight(stored, WIDTH, HEIGHT)).containsExactly(true, false);
  }

  @Test
  void sixteenBitAndColouredMasksCountEverythingButBlack() throws IOException {
    put("masks/a.png", sixteenBitOnesOnTheLeft());
    byte[] colours = new byte[3 * WIDTH * HEIGHT];
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      colours[3 * i + i % 3] = (byte) (i % WIDTH < WIDTH / 2 ? 1 : 0);
    }
    put("masks/b.png", TestImages.encode(".png", colours, WIDTH, HEIGHT));
    for (Photo p : ingest().subList(0, 2)) {
      assertThat(keptLeftAndRight(p, WIDTH, HEIGHT)).as(p.name()).containsExactly(true, false);
    }
  }

  @Test
  void aCutOutIsItsOwnMaskUnlessAMaskWasDrawn() throws IOException {
    BufferedImage cutOut = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        cutOut.setRGB(x, y, (x < WIDTH / 2 ? 0xFF000000 : 0) | x * y * 77777 & 0xFFFFFF);
      }
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(cutOut, "png", png);
    put("cut.png", png.toByteArray());
    List<Photo> photos = ingest();
    Photo cut = photos.stream().filter(p -> p.name().equals("cut.png")).findFirst().orElseThrow();
    assertThat(cut.mask()).contains(cut.file());
    assertThat(keptLeftAndRight(cut, WIDTH, HEIGHT)).containsExactly(true, false);
    assertThat(PhotoSetFile.read(context.folder()).photos()).isEqualTo(photos);

    put("masks/cut.png", leftHalf(WIDTH, HEIGHT, 255));
    assertThat(ingest()).anyMatch(p -> p.mask().equals(java.util.Optional.of(maskOf("cut.png"))));
  }

  @Test
  void masksCanBeTurnedOff() throws IOException {
    put("masks/a.png", leftHalf(WIDTH, HEIGHT, 255));
    IngestOptions d = IngestOptions.of(Preset.MEDIUM);
    IngestOptions off =
        new IngestOptions(
            d.minImages(),
            d.maxImages(),
            d.maxPixels(),
            d.maxFileBytes(),
            d.nearDuplicateCorrelation(),
            false);
    PhotoSet set = new Ingest(off, context).run(images);
    assertThat(set.photos()).hasSize(3).allMatch(p -> p.mask().isEmpty());
  }

  private Path maskOf(String name) {
    return images.resolve("masks").resolve(name);
  }

  private List<Photo> ingest() {
    return new Ingest(IngestOptions.of(Preset.MEDIUM), context).run(images).photos();
  }

  private static boolean[] keptLeftAndRight(Photo p, int width, int height) {
    try (Mat mask = PhotoReader.readMask(p, width, height).orElseThrow()) {
      return new boolean[] {
        kept(mask, height / 2, width / 4), kept(mask, height / 2, width * 3 / 4)
      };
    }
  }

  private static boolean kept(Mat mask, int row, int column) {
    return mask.ptr(row, column).get() != 0;
  }

  /** A grey mask of the given value on its left half and black on its right. */
  private static byte[] leftHalf(int width, int height, int value) {
    byte[] bgr = new byte[3 * width * height];
    for (int i = 0; i < width * height; i++) {
      Arrays.fill(bgr, 3 * i, 3 * i + 3, (byte) (i % width < width / 2 ? value : 0));
    }
    return TestImages.encode(".png", bgr, width, height);
  }

  private static byte[] sixteenBitOnesOnTheLeft() throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_USHORT_GRAY);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH / 2; x++) {
        image.getRaster().setSample(x, y, 0, 1);
      }
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return png.toByteArray();
  }

  private void put(String name, byte[] bytes) throws IOException {
    Path file = images.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }
}
