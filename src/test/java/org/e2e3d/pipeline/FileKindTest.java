package org.e2e3d.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FileKindTest {

  @ParameterizedTest
  @CsvSource({
    "a.jpg, IMAGE",
    "deep/a.JFIF, IMAGE",
    "masks/a.jpg.png, MASK",
    "MASKS/deep/a.PNG, MASK",
    "deep/masks/a.png, IMAGE",
    "masks/notes.txt, OTHER",
    "masks.png, IMAGE",
    "cameras/images.txt, CAMERAS",
    "cameras/points3D.txt, CAMERAS",
    "cameras/rigs.txt, OTHER",
    "cameras/a.jpg, IMAGE",
    "deep/cameras/images.txt, OTHER",
    "a.heic, OTHER"
  })
  void namesTellWhatAFileIs(String name, FileKind kind) {
    assertThat(FileKind.of(name)).isEqualTo(kind);
  }

  @Test
  void masksAndCamerasGoToTheEngineAndCountAsNoImages() {
    List<Claim.Item> files =
        List.of(item("a.jpg"), item("masks/a.png"), item("cameras/images.txt"), item("notes.txt"));
    Claim claim =
        new Claim("j", "b", "folder", "b", "closed", Instant.EPOCH, Map.of(), "", files, List.of());
    assertThat(claim.images()).extracting(Claim.Item::name).containsExactly("a.jpg");
    assertThat(claim.inputs())
        .extracting(Claim.Item::name)
        .containsExactly("a.jpg", "masks/a.png", "cameras/images.txt");
    assertThat(claim.inputBytes()).isEqualTo(30);
  }

  @Test
  void aFolderOfMasksBesideLoosePhotographsIsNoBatch() {
    List<InboxFile> files =
        List.of(file("a.jpg"), file("Masks/a.png"), file("one/b.jpg"), file("one/masks/b.png"));
    List<Drop> drops = BatchScan.group(null, files);
    assertThat(drops).extracting(Drop::name).containsExactlyInAnyOrder(Drop.LOOSE, "one");
    for (Drop drop : drops) {
      assertThat(drop.files())
          .extracting(drop::kind)
          .containsExactlyInAnyOrder(FileKind.IMAGE, FileKind.MASK);
    }
  }

  private static Claim.Item item(String name) {
    return new Claim.Item(name, "b/" + name, 10, "", "", FileKind.of(name));
  }

  private static InboxFile file(String key) {
    return new InboxFile(key, 10, Instant.EPOCH, "");
  }
}
