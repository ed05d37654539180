package org.e2e3d.testing;

import java.util.ArrayList;
import java.util.List;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.matching.MatchGraph;
import org.e2e3d.engine.matching.PairMatches;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.Pose;

/**
 * Features and matches of a scene that was never photographed: points with normals and cameras in a
 * layout, exact truth, noise and wrong matches as asked for.
 *
 * @param cameras true camera of each view
 * @param poses true pose of each view
 * @param xyz true points, 3 each
 * @param photos as ingest would give them
 * @param features as the features stage would give them (no descriptors)
 * @param graph as the matching stage would give it
 * @param pointOf true point of each feature of each view, or -1
 */
public record SyntheticScene(
    List<Camera> cameras,
    List<Pose> poses,
    double[] xyz,
    PhotoSet photos,
    List<FeatureSet> features,
    MatchGraph graph,
    int[][] pointOf) {

  /** Starts a scene with a seed; every call with the same settings gives the same scene. */
  public static SyntheticSceneBuilder withSeed(long seed) {
    return new SyntheticSceneBuilder(seed);
  }

  /** This scene and another, unrelated one, as one batch: the other's photographs come second. */
  public SyntheticScene beside(SyntheticScene other) {
    int n = photos.photos().size();
    int group = 1 + photos.photos().stream().mapToInt(Photo::cameraGroup).max().orElse(-1);
    List<Camera> allCameras = new ArrayList<>(cameras);
    allCameras.addAll(other.cameras);
    List<Pose> allPoses = new ArrayList<>(poses);
    allPoses.addAll(other.poses);
    List<Photo> allPhotos = new ArrayList<>(photos.photos());
    List<FeatureSet> allFeatures = new ArrayList<>(features);
    for (Photo p : other.photos.photos()) {
      allPhotos.add(
          new Photo(
              n + p.id(),
              "other-" + p.name(),
              p.file(),
              p.width(),
              p.height(),
              group + p.cameraGroup(),
              p.focalPixels(),
              p.gps(),
              p.sharpness(),
              p.brightness(),
              p.digest(),
              p.mask()));
      FeatureSet f = other.features.get(p.id());
      allFeatures.add(
          new FeatureSet(n + p.id(), f.xy(), f.scale(), f.angle(), f.descriptor(), f.rgb()));
    }
    List<PairMatches> pairs = new ArrayList<>(graph.pairs());
    for (PairMatches p : other.graph.pairs()) {
      pairs.add(
          new PairMatches(n + p.a(), n + p.b(), p.featureA(), p.featureB(), p.kind(), p.matrix()));
    }
    int[][] points = java.util.Arrays.copyOf(pointOf, n + other.pointOf.length);
    System.arraycopy(other.pointOf, 0, points, n, other.pointOf.length);
    return new SyntheticScene(
        allCameras,
        allPoses,
        xyz,
        new PhotoSet(allPhotos, List.of()),
        allFeatures,
        new MatchGraph(allPhotos.size(), pairs, graph.pairsTried() + other.graph.pairsTried()),
        points);
  }

  /**
   * The same photographs under other ids.
   *
   * @param order the old id of each new one
   */
  public SyntheticScene reordered(List<Integer> order) {
    int n = order.size();
    int[] now = new int[n];
    List<Photo> newPhotos = new ArrayList<>();
    List<FeatureSet> newFeatures = new ArrayList<>();
    int[][] points = new int[n][];
    for (int i = 0; i < n; i++) {
      int old = order.get(i);
      now[old] = i;
      Photo p = photos.photos().get(old);
      newPhotos.add(
          new Photo(
              i,
              p.name(),
              p.file(),
              p.width(),
              p.height(),
              p.cameraGroup(),
              p.focalPixels(),
              p.gps(),
              p.sharpness(),
              p.brightness(),
              p.digest(),
              p.mask()));
      FeatureSet f = features.get(old);
      newFeatures.add(new FeatureSet(i, f.xy(), f.scale(), f.angle(), f.descriptor(), f.rgb()));
      points[i] = pointOf[old];
    }
    List<PairMatches> pairs = new ArrayList<>();
    for (PairMatches p : graph.pairs()) {
      int a = now[p.a()];
      int b = now[p.b()];
      double[] m = p.matrix();
      double[] t = {m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]};
      pairs.add(
          a < b
              ? new PairMatches(a, b, p.featureA(), p.featureB(), p.kind(), m)
              : new PairMatches(b, a, p.featureB(), p.featureA(), p.kind(), t));
    }
    pairs.sort(java.util.Comparator.comparingInt(PairMatches::a).thenComparingInt(PairMatches::b));
    return new SyntheticScene(
        order.stream().map(cameras::get).toList(),
        order.stream().map(poses::get).toList(),
        xyz,
        new PhotoSet(newPhotos, List.of()),
        newFeatures,
        new MatchGraph(n, pairs, graph.pairsTried()),
        points);
  }
}
