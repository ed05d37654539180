package org.e2e3d.engine.sfm.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.e2e3d.engine.matching.MatchGraph;
import org.e2e3d.engine.matching.PairMatches;
import org.e2e3d.engine.sfm.geometry.Lens;
import org.e2e3d.engine.sfm.track.TrackBuilder;
import org.e2e3d.engine.sfm.track.Tracks;
import org.e2e3d.testing.SyntheticScene;
import org.junit.jupiter.api.Test;

final class TrackRevisionTest {

  /** A map in which every photograph stands where it truly stood. */
  private static MapState atTheTruth(SyntheticScene scene, Tracks tracks) {
    MapState s = new MapState(scene.photos().photos(), scene.features(), tracks, LensChoice.AUTO);
    Lens.load(scene.cameras().get(0), s.lens, 0);
    for (int v = 0; v < scene.poses().size(); v++) {
      System.arraycopy(scene.poses().get(v).rotation(), 0, s.rotation, 9 * v, 9);
      System.arraycopy(scene.poses().get(v).centre(), 0, s.centre, 3 * v, 3);
      s.registered[v] = true;
    }
    return s;
  }

  private static PointKeeper keeper(MapState s) {
    PointKeeper keeper = new PointKeeper(s, MapTolerances.usual(), 2);
    keeper.extendAll();
    keeper.filter(3);
    return keeper;
  }

  private static double meanLength(MapState s) {
    int observations = 0;
    for (boolean on : s.obsOn) {
      observations += on ? 1 : 0;
    }
    return observations / (double) s.points();
  }

  /** How many points have supporting observations of different true points. */
  private static int mixed(MapState s, SyntheticScene scene) {
    int mixed = 0;
    for (int t = 0; t < s.tracks(); t++) {
      int truth = -2;
      boolean differs = false;
      for (int o = s.trackStart[t]; o < s.trackStart[t + 1]; o++) {
        if (s.obsOn[o]) {
          int p = scene.pointOf()[s.obsPhoto[o]][s.obsFeature[o]];
          differs |= truth != -2 && p != truth;
          truth = p;
        }
      }
      mixed += s.alive[t] && differs ? 1 : 0;
    }
    return mixed;
  }

  @Test
  void wrongMatchesCostOnlyThemselves() {
    SyntheticScene scene =
        SyntheticScene.withSeed(61).views(12).points(400).noise(0.3).wrongMatches(0.1).build();
    MapState s = atTheTruth(scene, TrackBuilder.build(scene.features(), scene.graph()));
    PointKeeper keeper = keeper(s);
    int points = s.points();
    double length = meanLength(s);
    TrackRevision.Change change =
        TrackRevision.apply(s, scene.graph().pairs(), MapTolerances.usual());
    keeper.extendAll();
    keeper.filter(3);
    assertThat(change.merged()).isPositive();
    assertThat(change.moved()).isPositive();
    assertThat(meanLength(s)).isGreaterThan(1.05 * length);
    assertThat(s.points()).isBetween((int) (0.5 * points), (int) (1.1 * points));
    // features three pixels apart cannot be told apart
    assertThat(mixed(s, scene)).isLessThan(s.points() / 20);
    boolean[] seen = new boolean[scene.photos().photos().size()];
    for (int t = 0; t < s.tracks(); t++) {
      Arrays.fill(seen, false);
      for (int o = s.trackStart[t]; o < s.trackStart[t + 1]; o++) {
        assertThat(seen[s.obsPhoto[o]]).isFalse();
        seen[s.obsPhoto[o]] = true;
      }
    }
  }

  @Test
  void aTrackInTwoHalvesBecomesOne() {
    SyntheticScene scene = SyntheticScene.withSeed(62).views(10).points(300).noise(0.2).build();
    // tracks without the matches between the first five views and the rest: two halves each
    List<PairMatches> within = new ArrayList<>();
    for (PairMatches p : scene.graph().pairs()) {
      if (p.a() >= 5 || p.b() < 5) {
        within.add(p);
      }
    }
    MatchGraph half = new MatchGraph(10, within, within.size());
    MapState s = atTheTruth(scene, TrackBuilder.build(scene.features(), half));
    keeper(s);
    int whole = keeperOf(scene);
    assertThat(s.points()).isGreaterThan(whole);
    TrackRevision.apply(s, scene.graph().pairs(), MapTolerances.usual());
    keeper(s);
    assertThat(s.points()).isBetween((int) (0.97 * whole), (int) (1.03 * whole));
    assertThat(mixed(s, scene)).isZero();
  }

  private static int keeperOf(SyntheticScene scene) {
    MapState s = atTheTruth(scene, TrackBuilder.build(scene.features(), scene.graph()));
    keeper(s);
    return s.points();
  }
}
