package org.e2e3d.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.image.GeoPoint;
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
  public static Builder withSeed(long seed) {
    return new Builder(seed);
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

  /** Settings of a scene. */
  public static final class Builder {
    private final Random random;
    private int views = 12;
    private int points = 800;
    private double noise;
    private double wrong;
    private double arc = 360;
    private Camera lens = Camera.radial(0, 1600, 1200, 1500, 0, 0);
    private Camera secondLens;
    private boolean focalKnown;
    private double told = 1;
    private SceneLayout layout = SceneLayout.ORBIT;
    private double wrongGps;
    private int strangers;
    private boolean split;
    private double gpsNoise = Double.NaN;

    private Builder(long seed) {
      random = new Random(seed);
    }

    /** Number of views. */
    public Builder views(int n) {
      views = n;
      return this;
    }

    /** Number of points. */
    public Builder points(int n) {
      points = n;
      return this;
    }

    /** Standard deviation of a feature's coordinates in pixels. */
    public Builder noise(double pixels) {
      noise = pixels;
      return this;
    }

    /** Share of each pair's matches that join different points. */
    public Builder wrongMatches(double share) {
      wrong = share;
      return this;
    }

    /** The arc around the scene that the cameras stand on, in degrees. */
    public Builder arc(double degrees) {
      arc = degrees;
      return this;
    }

    /** The lens of all views. */
    public Builder lens(Camera camera) {
      lens = camera;
      return this;
    }

    /** Every second view is taken with this lens instead, of another camera group. */
    public Builder secondLens(Camera camera) {
      secondLens = camera;
      return this;
    }

    /** Metadata tells the focal length. */
    public Builder focalKnown() {
      focalKnown = true;
      return this;
    }

    /** Metadata tells the focal length, wrong by a factor. */
    public Builder focalTold(double factor) {
      focalKnown = true;
      told = factor;
      return this;
    }

    /** What there is to see, and how the cameras stand to it. */
    public Builder layout(SceneLayout value) {
      layout = value;
      return this;
    }

    /** The camera only turns on the spot. */
    public Builder turning() {
      layout = SceneLayout.TURNING;
      return this;
    }

    /** Every so many views the position is hundreds of metres off. */
    public Builder wrongGps(double share) {
      wrongGps = share;
      return this;
    }

    /** Adds views with features that match nothing. */
    public Builder strangers(int n) {
      strangers = n;
      return this;
    }

    /** The first third and the rest of the views share no matches. */
    public Builder split() {
      split = true;
      return this;
    }

    /** Metadata tells the position with this error; one unit is ten metres. */
    public Builder gps(double metres) {
      gpsNoise = metres;
      return this;
    }

    /** Makes the scene. */
    public SyntheticScene build() {
      double[] xyz = new double[3 * points];
      double[] normal = new double[3 * points];
      for (int i = 0; i < points; i++) {
        layout.place(random, xyz, normal, 3 * i);
      }
      List<Camera> cameras = new ArrayList<>();
      List<Pose> poses = new ArrayList<>();
      List<Photo> photos = new ArrayList<>();
      List<FeatureSet> features = new ArrayList<>();
      int total = views + strangers;
      int[][] pointOf = new int[total][];
      for (int v = 0; v < total; v++) {
        Camera camera = secondLens != null && v % 2 == 1 ? secondLens : lens;
        cameras.add(camera);
        poses.add(layout.pose(v, views, arc));
        List<float[]> xy = new ArrayList<>();
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < points && v < views; i++) {
          see(camera, poses.get(v), xyz, normal, i, xy, ids);
        }
        for (int k = 0; k < 50 || v >= views && k < 300; k++) {
          xy.add(
              new float[] {
                random.nextFloat() * camera.width(), random.nextFloat() * camera.height()
              });
          ids.add(-1);
        }
        pointOf[v] = ids.stream().mapToInt(Integer::intValue).toArray();
        features.add(features(v, xy));
        photos.add(photo(v, camera, poses.get(v)));
      }
      return new SyntheticScene(
          cameras,
          poses,
          xyz,
          new PhotoSet(photos, List.of()),
          features,
          new MatchGraph(total, pairs(cameras, poses, pointOf), total * (total - 1) / 2),
          pointOf);
    }

    private void see(
        Camera camera,
        Pose pose,
        double[] xyz,
        double[] normal,
        int i,
        List<float[]> xy,
        List<Integer> ids) {
      double[] c = pose.centre();
      double facing = 0;
      double distance = 0;
      for (int j = 0; j < 3; j++) {
        double d = c[j] - xyz[3 * i + j];
        facing += d * normal[3 * i + j];
        distance += d * d;
      }
      double[] p = new double[3];
      double[] pixel = new double[2];
      pose.apply(xyz[3 * i], xyz[3 * i + 1], xyz[3 * i + 2], p);
      if (facing > 0.3 * Math.sqrt(distance)
          && camera.project(p[0], p[1], p[2], pixel)
          && pixel[0] > 0
          && pixel[1] > 0
          && pixel[0] < camera.width()
          && pixel[1] < camera.height()) {
        xy.add(
            new float[] {
              (float) (pixel[0] + noise * random.nextGaussian()),
              (float) (pixel[1] + noise * random.nextGaussian())
            });
        ids.add(i);
      }
    }

    private static FeatureSet features(int v, List<float[]> xy) {
      float[] flat = new float[2 * xy.size()];
      float[] scale = new float[xy.size()];
      for (int i = 0; i < xy.size(); i++) {
        flat[2 * i] = xy.get(i)[0];
        flat[2 * i + 1] = xy.get(i)[1];
        scale[i] = 3;
      }
      return new FeatureSet(
          v, flat, scale, new float[scale.length], new byte[0], new byte[3 * scale.length]);
    }

    private Photo photo(int v, Camera camera, Pose pose) {
      String name = String.format(java.util.Locale.ROOT, "view%03d.jpg", v);
      Optional<GeoPoint> gps = Optional.empty();
      if (!Double.isNaN(gpsNoise)) {
        double[] c = pose.centre();
        double off = v < wrongGps * views ? 300 + 100 * v : 0;
        double north = 10 * c[1] + off + gpsNoise * random.nextGaussian();
        double east = 10 * c[0] + gpsNoise * random.nextGaussian();
        double up = 10 * c[2] + gpsNoise * random.nextGaussian();
        // a degree of latitude and of longitude on the equator, WGS 84
        gps = Optional.of(new GeoPoint(north / 110574.276, east / 111319.491, up));
      }
      return new Photo(
          v,
          name,
          Path.of(name),
          camera.width(),
          camera.height(),
          secondLens != null && v % 2 == 1 ? 1 : 0,
          focalKnown ? told * camera.fx() : Double.NaN,
          gps,
          1,
          0.5,
          "",
          Optional.empty());
    }

    private List<PairMatches> pairs(List<Camera> cameras, List<Pose> poses, int[][] pointOf) {
      List<PairMatches> out = new ArrayList<>();
      for (int a = 0; a < views; a++) {
        for (int b = a + 1; b < views; b++) {
          if (split && (a < views / 3) != (b < views / 3)) {
            continue;
          }
          int[][] m = matches(pointOf[a], pointOf[b]);
          if (m[0].length >= 20) {
            out.add(
                new PairMatches(
                    a,
                    b,
                    m[0],
                    m[1],
                    kind(),
                    fundamental(cameras.get(a), poses.get(a), cameras.get(b), poses.get(b))));
          }
        }
      }
      return out;
    }

    private PairMatches.Kind kind() {
      return switch (layout) {
        case TURNING -> PairMatches.Kind.ROTATION;
        case FACADE -> PairMatches.Kind.PLANAR;
        default -> PairMatches.Kind.GENERAL;
      };
    }

    private int[][] matches(int[] idsA, int[] idsB) {
      int[] inB = new int[points];
      java.util.Arrays.fill(inB, -1);
      for (int j = 0; j < idsB.length; j++) {
        if (idsB[j] >= 0) {
          inB[idsB[j]] = j;
        }
      }
      List<int[]> pairs = new ArrayList<>();
      boolean[] taken = new boolean[idsB.length];
      for (int i = 0; i < idsA.length; i++) {
        int j = idsA[i] >= 0 ? inB[idsA[i]] : -1;
        if (j >= 0 && random.nextDouble() < wrong) {
          j = random.nextInt(idsB.length);
        }
        if (j >= 0 && !taken[j]) {
          taken[j] = true;
          pairs.add(new int[] {i, j});
        }
      }
      return new int[][] {
        pairs.stream().mapToInt(p -> p[0]).toArray(), pairs.stream().mapToInt(p -> p[1]).toArray()
      };
    }
  }

  /** The true fundamental matrix in pixels, {@code x_b^T F x_a = 0}, of unit norm. */
  public static double[] fundamental(Camera ca, Pose pa, Camera cb, Pose pb) {
    double[] ra = pa.rotation();
    double[] rb = pb.rotation();
    double[] r = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          r[3 * i + j] += rb[3 * i + k] * ra[3 * j + k];
        }
      }
    }
    double[] t = new double[3];
    double[] c = pa.centre();
    pb.apply(c[0], c[1], c[2], t);
    double[] e = new double[9];
    for (int j = 0; j < 3; j++) {
      e[j] = t[1] * r[6 + j] - t[2] * r[3 + j];
      e[3 + j] = t[2] * r[j] - t[0] * r[6 + j];
      e[6 + j] = t[0] * r[3 + j] - t[1] * r[j];
    }
    double[] ka = inverse(ca);
    double[] kb = inverse(cb);
    double[] f = new double[9];
    double norm = 0;
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          for (int l = 0; l < 3; l++) {
            f[3 * i + j] += kb[3 * k + i] * e[3 * k + l] * ka[3 * l + j];
          }
        }
        norm += f[3 * i + j] * f[3 * i + j];
      }
    }
    for (int i = 0; i < 9; i++) {
      f[i] /= Math.sqrt(Math.max(norm, 1e-300));
    }
    return f;
  }

  private static double[] inverse(Camera c) {
    return new double[] {1 / c.fx(), 0, -c.cx() / c.fx(), 0, 1 / c.fy(), -c.cy() / c.fy(), 0, 0, 1};
  }
}
