package org.e2e3d.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.engine.stage.StageName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ReconstructionOptionsTest {
  @ParameterizedTest
  @EnumSource(Preset.class)
  void everyPresetIsValidAndSurvivesJson(Preset preset) {
    ReconstructionOptions options = ReconstructionOptions.of(preset);
    assertThat(options.with(Map.of())).isEqualTo(options);
  }

  @Test
  void aSingleOptionChangesItsStageOnly() {
    ReconstructionOptions plain = ReconstructionOptions.of(Preset.MEDIUM);
    ReconstructionOptions changed = plain.with(Map.of("dense.maxImageSize", "777"));

    assertThat(changed.dense().maxImageSize()).isEqualTo(777);
    assertThat(changed.json(StageName.DENSE))
        .isNotEqualTo(plain.json(StageName.DENSE))
        .contains("777");
    assertThat(changed.json(StageName.SURFACE)).isEqualTo(plain.json(StageName.SURFACE));
  }

  @ParameterizedTest
  @CsvSource({
    "dense.maxImageSize, -1, dense.maxImageSize",
    "dense.maxImageSize, many, dense.maxImageSize",
    "dense.nothing, 1, dense.nothing",
    "nothing, 1, nothing",
    "nothing.at.all, 1, nothing.at.all",
    "dense, 1, dense",
    "sparse.tolerances, 1, sparse.tolerances",
  })
  void aWrongOptionIsNamed(String name, String value, String named) {
    assertThatThrownBy(() -> ReconstructionOptions.of(Preset.MEDIUM).with(Map.of(name, value)))
        .isInstanceOf(ReconstructionException.class)
        .hasMessageContaining(named);
  }
}
