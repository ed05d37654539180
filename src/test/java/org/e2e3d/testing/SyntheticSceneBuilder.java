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

/** Settings of a {@link SyntheticScene}, and its making. */
public final class SyntheticSceneBuilder {
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

  SyntheticSceneBuilder(long seed) {
    random = new Random(seed);
  }

  /** Number of views. */
  public SyntheticSceneBuilder views(int n) {
    views = n;
    return this;
  }

  /** Number of points. */
  public SyntheticSceneBuilder points(int n) {
    points = n;
    return this;
  }

  /** Standard deviation of a feature's coordinates in pixels. */
  public SyntheticSceneBuilder noise(double pixels) {
    noise = pixels;
    return this;
  }

  /** Share of each pair's matches that join different points. */
  public SyntheticSceneBuilder wrongMatches(double share) {
    wrong = share;
    return this;
  }

  /** The arc around the scene that the cameras stand on, in degrees. */
  public SyntheticSceneBuilder arc(double degrees) {
    arc = degrees;
    return this;
  }

  /** The lens of all views. */
  public SyntheticSceneBuilder lens(Camera camera) {
    lens = camera;
    return this;
  }

  /** Every second view is taken with this lens instead, of another camera group. */
  public SyntheticSceneBuilder secondLens(Camera camera) {
    secondLens = camera;
    return this;
  }

  /** Metadata tells the focal length. */
  public SyntheticSceneBuilder focalKnown() {
    focalKnown = true;
    return this;
  }

  /** Metadata tells the focal length, wrong by a factor. */
  public SyntheticSceneBuilder focalTold(double factor) {
    focalKnown = true;
    told = factor;
    return this;
  }

  /** What there is to see, and how the cameras stand to it. */
  public SyntheticSceneBuilder layout(SceneLayout value) {
    layout = value;
    return this;
  }

  /** The camera only turns on the spot. */
  public SyntheticSceneBuilder turning() {
    layout = SceneLayout.TURNING;
    return this;
  }

  /** Every so many views the position is hundreds of metres off. */
  public SyntheticSceneBuilder wrongGps(double share) {
    wrongGps = share;
    return this;
  }

  /** Adds views with features that match nothing. */
  public SyntheticSceneBuilder strangers(int n) {
    strangers = n;
    return this;
  }

  /** The first third and the rest of the views share no matches. */
  public SyntheticSceneBuilder split() {
    split = true;
    return this;
  }

  /** Metadata tells the position with this error; one unit is ten metres. */
  public SyntheticSceneBuilder gps(double metres) {
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
                  EpipolarTruth.fundamental(
                      cameras.get(a), poses.get(a), cameras.get(b), poses.get(b))));
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
