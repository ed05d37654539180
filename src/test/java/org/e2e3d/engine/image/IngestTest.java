package org.e2e3d.engine.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.testing.SharedData;
import org.e2e3d.testing.TestStageContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IngestTest {
  @TempDir Path temp;
  private Path images;
  private TestStageContext context;

  @BeforeEach
  void folders() throws IOException {
    images = Files.createDirectories(temp.resolve("images"));
    context = TestStageContext.in(temp.resolve("stage"));
  }

  @Test
  void takesPhotographsAndTellsWhyNotTheRest() throws IOException {
    put("b.JPG", TestImages.blocks(".jpg", 64, 48, 1));
    put("deep er/ünï.png", TestImages.blocks(".png", 64, 48, 2));
    put("c.jpeg", TestImages.blocks(".jpg", 48, 64, 3));
    put("copy.jpg", TestImages.blocks(".jpg", 64, 48, 1));
    byte[] whole = TestImages.blocks(".jpg", 256, 256, 4);
    put("cut.jpg", Arrays.copyOf(whole, whole.length * 2 / 3));
    put("text.jpg", "no image".getBytes(UTF_8));
    put("empty.png", new byte[0]);
    put("notes.txt", "notes".getBytes(UTF_8));
    put("_READY", new byte[0]);
    put("batch.json", "{}".getBytes(UTF_8));
    put(".hidden.jpg", TestImages.blocks(".jpg", 64, 48, 5));
    put("half.jpg.part", TestImages.blocks(".jpg", 64, 48, 6));
    put("masks/b.JPG.png", TestImages.blocks(".png", 64, 48, 7));
    Path outside = Files.write(temp.resolve("o.jpg"), TestImages.blocks(".jpg", 64, 48, 8));
    Files.createSymbolicLink(images.resolve("link.jpg"), outside);

    PhotoSet set = new Ingest(IngestOptions.of(Preset.MEDIUM), context).run(images);

    assertThat(set.photos())
        .extracting(Photo::name)
        .containsExactly("b.JPG", "c.jpeg", "deep er/ünï.png");
    assertThat(set.photos()).extracting(Photo::id).containsExactly(0, 1, 2);
    assertThat(set.photos().get(0).mask()).contains(images.resolve("masks/b.JPG.png"));
    assertThat(set.photos().get(0).cameraGroup()).isEqualTo(set.photos().get(2).cameraGroup());
    assertThat(set.photos().get(1).cameraGroup()).isNotEqualTo(set.photos().get(0).cameraGroup());
    assertThat(set.refused())
        .extracting(ImageEvidence::image, ImageEvidence::problem)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("copy.jpg", "DUPLICATE"),
            org.assertj.core.groups.Tuple.tuple("cut.jpg", "UNREADABLE"),
            org.assertj.core.groups.Tuple.tuple("text.jpg", "UNREADABLE"),
            org.assertj.core.groups.Tuple.tuple("empty.png", "UNREADABLE"),
            org.assertj.core.groups.Tuple.tuple("notes.txt", "IGNORED"),
            org.assertj.core.groups.Tuple.tuple("link.jpg", "IGNORED"));
    assertThat(context.evidence()).containsAll(set.refused());
    assertThat(PhotoSetFile.read(context.folder())).isEqualTo(set);
    Path moved = temp.resolve("elsewhere");
    assertThat(PhotoSetFile.read(context.folder(), moved).photos().get(2).file())
        .isEqualTo(moved.resolve("deep er/ünï.png"));
  }

  @Test
  void portraitAndLandscapeOfOneCameraAreOneGroup() throws IOException {
    put("a.jpg", TestImages.withOrientation(TestImages.blocks(".jpg", 64, 48, 1), 1));
    put("b.jpg", TestImages.withOrientation(TestImages.blocks(".jpg", 64, 48, 2), 6));
    put("c.jpg", TestImages.withOrientation(TestImages.blocks(".jpg", 64, 48, 3), 8));
    put("d.jpg", TestImages.blocks(".jpg", 48, 64, 4));
    PhotoSet set = new Ingest(IngestOptions.of(Preset.MEDIUM), context).run(images);
    assertThat(set.photos()).extracting(Photo::cameraGroup).containsExactly(0, 0, 0, 1);
    assertThat(set.photos()).extracting(Photo::quarterTurns).containsExactly(0, 1, 3, 0);
    assertThat(set.photos()).extracting(Photo::width).containsExactly(64, 64, 64, 48);
    assertThat(PhotoSetFile.read(context.folder())).isEqualTo(set);
  }

  @Test
  void foreignAndMisnamedFilesAreToldWithTheCure() throws IOException {
    for (int i = 0; i < 3; i++) {
      put(i + ".jpg", TestImages.blocks(i == 2 ? ".png" : ".jpg", 64, 48, i));
    }
    byte[] heic = new byte[64];
    System.arraycopy("\0\0\0\u0018ftypheic".getBytes(UTF_8), 0, heic, 0, 12);
    put("a.heic", heic);
    put("phone.jpg", heic);
    put("raw.NEF", heic);
    put("page.png", "<!DOCTYPE html><html>".getBytes(UTF_8));
    PhotoSet set = new Ingest(IngestOptions.of(Preset.MEDIUM), context).run(images);
    assertThat(set.photos()).hasSize(3);
    assertThat(context.evidence())
        .extracting(ImageEvidence::image, ImageEvidence::problem)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("a.heic", "IGNORED"),
            org.assertj.core.groups.Tuple.tuple("raw.NEF", "IGNORED"),
            org.assertj.core.groups.Tuple.tuple("page.png", "UNREADABLE"),
            org.assertj.core.groups.Tuple.tuple("phone.jpg", "UNREADABLE"),
            org.assertj.core.groups.Tuple.tuple("2.jpg", "MISNAMED"));
    assertThat(detail("a.heic")).contains("HEIC").contains("heif-convert");
    assertThat(detail("phone.jpg")).contains("HEIC").contains("heif-convert");
    assertThat(detail("raw.NEF")).contains("raw data");
    assertThat(detail("page.png")).contains("web page");
    assertThat(detail("2.jpg")).contains("PNG");
  }

  private String detail(String image) {
    return context.evidence().stream()
        .filter(e -> e.image().equals(image))
        .map(ImageEvidence::detail)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void oneDarkAndOneWhitePhotographFallOutOfTheSet() throws IOException {
    for (int i = 0; i < 5; i++) {
      put(i + ".png", TestImages.blocks(".png", 64, 48, i));
    }
    put("dark.png", TestImages.encode(".png", new byte[3 * 64 * 48], 64, 48));
    byte[] white = new byte[3 * 64 * 48];
    java.util.Arrays.fill(white, (byte) 255);
    put("white.png", TestImages.encode(".png", white, 64, 48));
    new Ingest(IngestOptions.of(Preset.MEDIUM), context).run(images);
    assertThat(context.evidence())
        .extracting(ImageEvidence::image, ImageEvidence::problem)
        .contains(
            org.assertj.core.groups.Tuple.tuple("dark.png", "UNDEREXPOSED"),
            org.assertj.core.groups.Tuple.tuple("white.png", "OVEREXPOSED"));
    assertThat(context.evidence()).noneMatch(e -> e.image().startsWith("1"));
  }

  @Test
  void twoImagesAreTooFew() throws IOException {
    put("a.jpg", TestImages.blocks(".jpg", 64, 48, 1));
    put("b.jpg", TestImages.blocks(".jpg", 64, 48, 2));
    ReconstructionException e = failure(IngestOptions.of(Preset.MEDIUM));
    assertThat(e.code()).isEqualTo(FailureCode.TOO_FEW_IMAGES);
    assertThat(e).hasMessageContaining("2").hasMessageContaining("at least 3");
    assertThat(e.advice()).isNotBlank();
  }

  @Test
  void anEmptyFolderHasTooFew() {
    assertThat(failure(IngestOptions.of(Preset.MEDIUM)).code())
        .isEqualTo(FailureCode.TOO_FEW_IMAGES);
  }

  @Test
  void textFilesAreUnreadableImages() throws IOException {
    for (String name : new String[] {"a.jpg", "b.jpg", "c.jpg", "d.jpg"}) {
      put(name, ("not an image " + name).getBytes(UTF_8));
    }
    ReconstructionException e = failure(IngestOptions.of(Preset.MEDIUM));
    assertThat(e.code()).isEqualTo(FailureCode.UNREADABLE_IMAGE);
    assertThat(e.evidence()).hasSize(4).allMatch(x -> x.problem().equals("UNREADABLE"));
  }

  @Test
  void hugeImagesAreRefusedByTheirHeader() throws IOException {
    for (int i = 0; i < 4; i++) {
      byte[] png = TestImages.blocks(".png", 64, 48, i);
      // A header that claims 60000 x 60000 pixels: refused before anything of the size is made.
      png[18] = (byte) 0xEA;
      png[19] = 0x60;
      png[22] = (byte) 0xEA;
      png[23] = 0x60;
      put(i + ".png", png);
    }
    ReconstructionException e = failure(IngestOptions.of(Preset.MEDIUM));
    assertThat(e.code()).isEqualTo(FailureCode.IMAGE_TOO_LARGE);
    assertThat(e.evidence()).hasSize(4).allMatch(x -> x.problem().equals("TOO_LARGE"));
  }

  @Test
  void theExampleHasOneCameraWithItsFocalLength() {
    PhotoSet set = new Ingest(IngestOptions.of(Preset.MEDIUM), context).run(SharedData.example());
    assertThat(set.photos()).hasSize(30).allMatch(p -> p.cameraGroup() == 0);
    assertThat(set.photos())
        .allMatch(p -> p.focalPixels() > 500 && p.focalPixels() < 3000)
        .allMatch(p -> p.sharpness() > 0 && p.brightness() > 0 && p.brightness() < 1);
    assertThat(context.progressReports()).isNotEmpty();
  }

  private ReconstructionException failure(IngestOptions options) {
    return catchThrowableOfType(
        ReconstructionException.class, () -> new Ingest(options, context).run(images));
  }

  private void put(String name, byte[] bytes) throws IOException {
    Path file = images.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }
}
