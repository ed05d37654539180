package org.e2e3d.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.e2e3d.engine.image.ImageHeader.NotAnImageException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageHeaderTest {

  @ParameterizedTest
  @ValueSource(strings = {".jpg", ".png", ".tiff", ".bmp", ".webp"})
  void tellsTheSizeOfAWholeFile(String extension) throws NotAnImageException {
    ImageHeader header = ImageHeader.of(TestImages.blocks(extension, 72, 40, 1));
    assertThat(header.width()).isEqualTo(72);
    assertThat(header.height()).isEqualTo(40);
    assertThat(header.defect()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {".jpg", ".png", ".tiff", ".bmp", ".webp"})
  void noCutFilePassesForWhole(String extension) {
    byte[] file = TestImages.blocks(extension, 72, 40, 1);
    // A TIFF's directory may be followed by padding, and a PNG's end chunk by its checksum.
    for (int length = 0; length < file.length - 16; length += 7) {
      assertThat(isWhole(Arrays.copyOf(file, length))).as("%d bytes", length).isFalse();
    }
  }

  private static boolean isWhole(byte[] file) {
    try {
      return ImageHeader.of(file).isWhole();
    } catch (NotAnImageException e) {
      return false;
    }
  }
}
