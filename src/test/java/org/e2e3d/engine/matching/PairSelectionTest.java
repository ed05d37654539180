package org.e2e3d.engine.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.matching.SyntheticPairs.World;
import org.e2e3d.engine.stage.Preset;
import org.junit.jupiter.api.Test;

final class PairSelectionTest {
  private final MatchingOptions options = MatchingOptions.of(Preset.MEDIUM);

  @Test
  void secondTriesAreNewBoundedAndSharedOut() {
    int n = 60;
    List<Photo> photos = IntStream.range(0, n).mapToObj(SyntheticPairs::photo).toList();
    List<FeatureSet> views = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      views.add(SyntheticPairs.view(World.DEEP, i, 20, 0, i / 5));
    }
    PairSelection selection =
        new PairSelection(options, photos, VisualIndex.of(photos, views, 2, 1));
    Set<Long> tried = new HashSet<>();
    selection.choose().pairs().forEach(p -> tried.add(PairSelection.key(p[0], p[1])));
    List<Integer> weak = IntStream.range(0, 10).map(i -> 6 * i).boxed().toList();
    List<int[]> again = selection.secondTry(weak, tried, 20);
    assertThat(again).hasSize(20);
    assertThat(again).noneMatch(p -> tried.contains(PairSelection.key(p[0], p[1])));
    for (int w : weak) {
      assertThat(again).as("photograph %d", w).anyMatch(p -> p[0] == w || p[1] == w);
    }
  }

  @Test
  void namesAreOrderedByTheNumbersInThem() {
    List<String> names =
        List.of("a/img2.jpg", "a/img10.jpg", "a/img010b.jpg", "b1.jpg", "a/im.jpg");
    assertThat(names.stream().sorted(CaptureOrder::compareNames))
        .containsExactly("a/im.jpg", "a/img2.jpg", "a/img10.jpg", "a/img010b.jpg", "b1.jpg");
    assertThat(CaptureOrder.compareNames("x01", "x1")).isNotZero();
    assertThat(CaptureOrder.compareNames("9", "99999999999999999999")).isNegative();
  }

  @Test
  void theClockGoesBeforeNamesAndCamerasAreKeptApart() {
    LocalDateTime noon = LocalDateTime.of(2026, 5, 1, 12, 0);
    List<Photo> timed =
        List.of(
            taken(0, "a", 0, Optional.of(noon.plusSeconds(20))),
            taken(1, "b", 1, Optional.of(noon.plusSeconds(5))),
            taken(2, "c", 0, Optional.of(noon)),
            taken(3, "d", 1, Optional.of(noon)));
    assertThat(CaptureOrder.of(timed)).containsExactly(2, 0, 3, 1);
    List<Photo> partly =
        Stream.concat(timed.stream(), Stream.of(taken(4, "a2", 0, Optional.empty()))).toList();
    assertThat(CaptureOrder.of(partly)).containsExactly(0, 4, 1, 2, 3);
  }

  private static Photo taken(int id, String name, int camera, Optional<LocalDateTime> when) {
    Photo p = SyntheticPairs.photo(id);
    return new Photo(
        id,
        name,
        Path.of(name),
        p.width(),
        p.height(),
        p.quarterTurns(),
        camera,
        p.focalPixels(),
        p.gps(),
        when,
        p.sharpness(),
        p.exposure(),
        p.digest(),
        p.mask());
  }
}
