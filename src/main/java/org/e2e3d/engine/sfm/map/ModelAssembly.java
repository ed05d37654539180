package org.e2e3d.engine.sfm.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.GeoReference;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.SparsePoints;
import org.e2e3d.engine.scene.View;
import org.e2e3d.engine.sfm.geometry.Lens;

/** Turns a finished map into scene data. */
final class ModelAssembly {
  private ModelAssembly() {}

  static SparseModel assemble(
      MapState s, List<FeatureSet> features, Optional<GeoReference> geoReference) {
    List<Camera> cameras = new ArrayList<>();
    boolean[] done = new boolean[s.lensKnown.length];
    List<View> views = new ArrayList<>();
    for (int p = 0; p < s.size(); p++) {
      if (!s.registered[p]) {
        continue;
      }
      Photo photo = s.photos.get(p);
      int g = s.lensOf[p];
      if (!done[g]) {
        done[g] = true;
        cameras.add(Lens.camera(s.lens, Lens.SIZE * g, g, photo.width(), photo.height()));
      }
      double[] r = java.util.Arrays.copyOfRange(s.rotation, 9 * p, 9 * p + 9);
      double[] c = java.util.Arrays.copyOfRange(s.centre, 3 * p, 3 * p + 3);
      views.add(new View(p, photo.name(), g, Pose.fromCentre(r, c), photo.quarterTurns()));
    }
    return new SparseModel(cameras, views, points(s, features), geoReference);
  }

  private static SparsePoints points(MapState s, List<FeatureSet> features) {
    int n = s.points();
    int m = 0;
    for (boolean on : s.obsOn) {
      m += on ? 1 : 0;
    }
    double[] xyz = new double[3 * n];
    byte[] rgb = new byte[3 * n];
    float[] error = new float[n];
    int[] start = new int[n + 1];
    int[] view = new int[m];
    int[] feature = new int[m];
    float[] xy = new float[2 * m];
    double[] scratch = new double[2];
    int i = 0;
    int k = 0;
    for (int t = 0; t < s.tracks(); t++) {
      if (!s.alive[t]) {
        continue;
      }
      System.arraycopy(s.xyz, 3 * t, xyz, 3 * i, 3);
      double sum = 0;
      int[] colour = new int[3];
      for (int o = s.trackStart[t]; o < s.trackStart[t + 1]; o++) {
        if (s.obsOn[o]) {
          int p = s.obsPhoto[o];
          view[k] = p;
          feature[k] = s.obsFeature[o];
          xy[2 * k] = s.obsXy[2 * o];
          xy[2 * k + 1] = s.obsXy[2 * o + 1];
          k++;
          sum += s.error(o, scratch) * s.pixelUnit[p];
          byte[] source = features.get(p).rgb();
          for (int j = 0; j < 3; j++) {
            colour[j] += source[3 * s.obsFeature[o] + j] & 0xff;
          }
        }
      }
      int seen = k - start[i];
      error[i] = (float) (sum / seen);
      for (int j = 0; j < 3; j++) {
        rgb[3 * i + j] = (byte) (colour[j] / seen);
      }
      start[++i] = k;
    }
    return new SparsePoints(xyz, rgb, error, start, view, feature, xy);
  }
}
