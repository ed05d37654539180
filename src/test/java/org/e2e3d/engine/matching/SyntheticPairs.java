package org.e2e3d.engine.matching;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.image.GeoPoint;
import org.e2e3d.engine.image.Photo;

/**
 * Feature sets of a made-up world: each point has a random descriptor, seen with a little noise, so
 * that feature i of every view is point i; the points from {@code shared} on differ between views.
 */
final class SyntheticPairs {
  static final int WIDTH = 1600;
  static final int HEIGHT = 1200;
  static final double FOCAL = 1500;

  private SyntheticPairs() {}

  /** The three layouts that a pair can have. */
  enum World {
    DEEP,
    FLAT,
    TURNED
  }

  static Photo photo(int id) {
    return photo(id, id);
  }

  /** Photograph {@code content} under the number {@code id}. */
  static Photo photo(int id, int content) {
    return new Photo(
        id,
        "p" + id,
        Path.of("p" + id),
        WIDTH,
        HEIGHT,
        0,
        FOCAL,
        Optional.empty(),
        0,
        0,
        "digest" + content,
        Optional.empty());
  }

  /** Photographs of these features, ready to be matched. */
  static List<IndexedPhoto> filed(MatchingOptions options, FeatureSet... sets) {
    List<Photo> photos = IntStream.range(0, sets.length).mapToObj(SyntheticPairs::photo).toList();
    return DescriptorIndex.of(photos, List.of(sets), options, 1, 1);
  }

  static Photo photoAt(int id, double latitude, double longitude) {
    return new Photo(
        id,
        "p" + id,
        Path.of("p" + id),
        WIDTH,
        HEIGHT,
        0,
        FOCAL,
        Optional.of(new GeoPoint(latitude, longitude, 0)),
        0,
        0,
        "",
        Optional.empty());
  }

  /**
   * One view; cameras stand along x (or turn about y) by their number, and the noise of positions
   * is Gaussian with a standard deviation of 0.5 px.
   */
  static FeatureSet view(World world, int number, int shared, int own, long seed) {
    SplittableRandom points = new SplittableRandom(seed);
    SplittableRandom noise = new SplittableRandom(seed * 1000 + number);
    int n = shared + own;
    float[] xy = new float[2 * n];
    byte[] descriptors = new byte[128 * n];
    for (int i = 0; i < shared; i++) {
      double x = points.nextDouble() * 6 - 3;
      double y = points.nextDouble() * 4 - 2;
      double z = world == World.FLAT ? 8 + 0.3 * x : 6 + points.nextDouble() * 6;
      project(world, number, x, y, z, xy, i);
      xy[2 * i] += (float) (0.5 * gaussian(noise));
      xy[2 * i + 1] += (float) (0.5 * gaussian(noise));
      for (int k = 0; k < 128; k++) {
        int v = points.nextInt(4) == 0 ? points.nextInt(160) : points.nextInt(8);
        descriptors[128 * i + k] = (byte) Math.max(0, Math.min(255, v + noise.nextInt(9) - 4));
      }
    }
    for (int i = shared; i < n; i++) {
      xy[2 * i] = (float) (noise.nextDouble() * WIDTH);
      xy[2 * i + 1] = (float) (noise.nextDouble() * HEIGHT);
      for (int k = 0; k < 128; k++) {
        descriptors[128 * i + k] =
            (byte) (noise.nextInt(4) == 0 ? noise.nextInt(160) : noise.nextInt(8));
      }
    }
    return new FeatureSet(number, xy, new float[n], new float[n], descriptors, new byte[3 * n]);
  }

  private static void project(
      World world, int number, double x, double y, double z, float[] xy, int i) {
    double angle = world == World.TURNED ? 0.12 * number : 0.02 * number;
    double px = world == World.TURNED ? x : x - 0.6 * number;
    double py = world == World.TURNED ? y : y - 0.15 * number;
    double cx = Math.cos(angle) * px + Math.sin(angle) * z;
    double cz = -Math.sin(angle) * px + Math.cos(angle) * z;
    xy[2 * i] = (float) (FOCAL * cx / cz + WIDTH / 2.0);
    xy[2 * i + 1] = (float) (FOCAL * py / cz + HEIGHT / 2.0);
  }

  private static double gaussian(SplittableRandom r) {
    return Math.sqrt(-2 * Math.log(1 - r.nextDouble())) * Math.cos(2 * Math.PI * r.nextDouble());
  }
}
