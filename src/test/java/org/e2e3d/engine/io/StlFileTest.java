package org.e2e3d.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.e2e3d.engine.scene.TriangleMesh;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StlFileTest {
  @TempDir Path folder;

  @Test
  void everyCornerComesBack() throws IOException {
    TriangleMesh mesh = SampleModels.sphere(7, 9);
    Path file = folder.resolve("m.stl");
    StlFile.write(file, mesh);
    TriangleMesh back = StlFile.read(file);
    assertThat(back.faceCount()).isEqualTo(mesh.faceCount());
    for (int i = 0; i < mesh.triangles().length; i++) {
      int v = 3 * mesh.triangles()[i];
      assertThat(Arrays.copyOfRange(back.xyz(), 3 * i, 3 * i + 3))
          .isEqualTo(Arrays.copyOfRange(mesh.xyz(), v, v + 3));
    }
  }

  @Test
  void aCutFileIsTold() throws IOException {
    Path file = folder.resolve("m.stl");
    StlFile.write(file, SampleModels.sphere(2, 3));
    byte[] whole = Files.readAllBytes(file);
    for (int n : new int[] {0, 50, 84, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, n));
      assertThatThrownBy(() -> StlFile.read(file)).isInstanceOf(MalformedFileException.class);
    }
  }
}
