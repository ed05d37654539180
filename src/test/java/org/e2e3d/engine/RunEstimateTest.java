package org.e2e3d.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.e2e3d.engine.image.PhotoSizes.Size;
import org.e2e3d.engine.stage.Preset;
import org.junit.jupiter.api.Test;

final class RunEstimateTest {
  private static final List<Size> TWO = List.of(new Size(6000, 4000), new Size(4000, 6000));

  /** A scale space of 24 megapixels takes 40 bytes for each. */
  @Test
  void featuresAtFullSizeAreInTheMemory() {
    ReconstructionOptions usual = ReconstructionOptions.of(Preset.MEDIUM);
    ReconstructionOptions full =
        usual.with(Map.of("features.maxImageSize", "6000", "dense.maxImageSize", "800"));
    assertThat(RunEstimate.of(TWO, full).leastMemoryBytes())
        .isGreaterThan(24_000_000L * 40)
        .isGreaterThan(2 * RunEstimate.of(TWO, usual).leastMemoryBytes());
  }

  @Test
  void timeAndDiskGrowWithTheDepthMaps() {
    ReconstructionOptions small =
        ReconstructionOptions.of(Preset.MEDIUM).with(Map.of("dense.maxImageSize", "640"));
    ReconstructionOptions large = small.with(Map.of("dense.maxImageSize", "1280"));
    RunEstimate a = RunEstimate.of(TWO, small);
    RunEstimate b = RunEstimate.of(TWO, large);
    assertThat(a.images()).isEqualTo(2);
    assertThat(b.cpuSeconds()).isGreaterThan(a.cpuSeconds());
    assertThat(b.diskBytes()).isGreaterThan(a.diskBytes());
  }
}
