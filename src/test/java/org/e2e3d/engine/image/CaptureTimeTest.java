package org.e2e3d.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Optional;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.testing.SharedData;
import org.e2e3d.testing.TestStageContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CaptureTimeTest {

  @ParameterizedTest
  @CsvSource({
    "2026:05:01 12:30:59,,2026-05-01T12:30:59",
    "2026:05:01 12:30:59,5,2026-05-01T12:30:59.5",
    "2026:05:01 12:30:59,047,2026-05-01T12:30:59.047",
    "2026:05:01 12:30:59,1234567890123,2026-05-01T12:30:59.123456789",
    "2026-05-01T12:30:59+02:00,,2026-05-01T12:30:59",
    "2026:05:01 12:30:59,rubbish,2026-05-01T12:30:59"
  })
  void readsWhatCamerasWrite(String time, String fraction, LocalDateTime expected) {
    assertThat(CaptureTime.parse(time, fraction)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "    :  :     :  :  ",
        "0000:00:00 00:00:00",
        "2026:13:01 00:00:00",
        "1970:01:01 00:00:00",
        "yesterday"
      })
  void anUnsetClockTellsNothing(String time) {
    assertThat(CaptureTime.parse(time, "1")).isEmpty();
    assertThat(CaptureTime.parse(null, null)).isEmpty();
  }

  @Test
  void theFlightOverBrightonIsInOrder(@TempDir Path temp) {
    Optional<Path> images = SharedData.images("brighton-gps");
    assumeTrue(images.isPresent(), "the set brighton-gps is not here");
    PhotoSet set =
        new Ingest(IngestOptions.of(Preset.MEDIUM), TestStageContext.in(temp)).run(images.get());
    assertThat(set.photos()).allMatch(p -> p.takenAt().isPresent());
    assertThat(set.photos()).extracting(p -> p.takenAt().orElseThrow()).isSorted();
  }
}
