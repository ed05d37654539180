package org.e2e3d.engine.sfm.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.matching.PairMatches;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.sfm.track.Tracks;
import org.e2e3d.engine.stage.StageContext;

/**
 * Maps a scene: one map after another from the photographs that are left, the largest of which is
 * finished and placed.
 */
public final class SceneMapper {
  private final List<Photo> photos;
  private final List<FeatureSet> features;
  private final List<PairMatches> pairs;
  private final Tracks tracks;
  private final StageContext context;

  /**
   * @param photos index = id
   * @param features one set a photograph, in the order of ids
   * @param pairs verified pairs
   * @param tracks built from these pairs
   */
  public SceneMapper(
      List<Photo> photos,
      List<FeatureSet> features,
      List<PairMatches> pairs,
      Tracks tracks,
      StageContext context) {
    this.photos = photos;
    this.features = features;
    this.pairs = pairs;
    this.tracks = tracks;
    this.context = context;
  }

  /**
   * What came out.
   *
   * @param model the largest map, or empty if there is none of at least {@code minImages}
   * @param components photograph ids of each map, largest first
   * @param refused of photographs that were tried and refused: inliers reached, and points that
   *     they should have seen
   */
  public record Result(
      Optional<SparseModel> model,
      List<int[]> components,
      Map<Integer, int[]> refused,
      Optional<GpsFit> gps) {}

  /** Maps. */
  public Result run(MapSettings settings) {
    boolean[] left = new boolean[photos.size()];
    Arrays.fill(left, true);
    MapProgress progress = new MapProgress(context);
    MapBuilder builder =
        new MapBuilder(
            () -> new MapState(photos, features, tracks, settings.lens()),
            pairs,
            settings.tolerances(),
            context,
            progress);
    List<MapBuilder.Growth> grown = new ArrayList<>();
    for (int c = 0; c < settings.maxComponents(); c++) {
      int goal = largestComponent(left);
      if (goal < settings.minImages()) {
        break;
      }
      MapBuilder.Growth growth = builder.build(left, goal);
      if (growth.views() < 2) {
        break;
      }
      grown.add(growth);
      for (int p = 0; p < left.length; p++) {
        left[p] &= !growth.state().registered[p];
      }
    }
    grown.sort(Comparator.comparingInt(g -> -g.views()));
    List<int[]> components = new ArrayList<>();
    for (MapBuilder.Growth g : grown) {
      components.add(members(g.state()));
    }
    if (grown.isEmpty() || grown.get(0).views() < settings.minImages()) {
      return new Result(Optional.empty(), components, Map.of(), Optional.empty());
    }
    return finish(grown.get(0), components, settings);
  }

  private Result finish(MapBuilder.Growth growth, List<int[]> components, MapSettings settings) {
    MapState state = growth.state();
    growth.mapper().finish(LensFreedom.COMPLETE, pairs);
    growth.mapper().refineLenses(settings.refineCentre(), pairs);
    components.set(0, members(state));
    Optional<GpsFit> gps =
        settings.useGps() ? GpsPlacement.place(state, context.seed()) : Optional.empty();
    if (gps.isEmpty()) {
      WorldFrame.level(state);
    }
    Map<Integer, int[]> refused = new TreeMap<>();
    growth
        .mapper()
        .refused()
        .forEach((p, o) -> refused.put(p, new int[] {o.inliers(), o.points()}));
    SparseModel model = ModelAssembly.assemble(state, features, gps.map(GpsFit::origin));
    return new Result(Optional.of(model), components, refused, gps);
  }

  private static int[] members(MapState s) {
    int[] out = new int[s.registeredCount()];
    int n = 0;
    for (int p = 0; p < s.size(); p++) {
      if (s.registered[p]) {
        out[n++] = p;
      }
    }
    return out;
  }

  /** How many of the photographs that are left the verified pairs connect at most. */
  private int largestComponent(boolean[] left) {
    int[] parent = new int[left.length];
    Arrays.setAll(parent, i -> i);
    for (PairMatches p : pairs) {
      if (left[p.a()] && left[p.b()]) {
        parent[root(parent, p.a())] = root(parent, p.b());
      }
    }
    int[] size = new int[left.length];
    int most = 0;
    for (int p = 0; p < left.length; p++) {
      if (left[p]) {
        most = Math.max(most, ++size[root(parent, p)]);
      }
    }
    return most;
  }

  private static int root(int[] parent, int i) {
    while (parent[i] != i) {
      parent[i] = parent[parent[i]];
      i = parent[i];
    }
    return i;
  }
}
