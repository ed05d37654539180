package org.e2e3d.engine.sfm.map;

import java.util.Arrays;
import java.util.List;
import org.e2e3d.engine.features.FeatureSet;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.sfm.estimate.Triangulation;
import org.e2e3d.engine.sfm.geometry.Lens;
import org.e2e3d.engine.sfm.track.Tracks;

/**
 * A reconstruction in the making: which photographs stand where, through which lenses, and which
 * tracks are triangulated from which of their observations. Flat arrays; photographs, tracks and
 * observations are indices.
 */
final class MapState {
  /**
   * Diameter in pixel units up to which features are located equally well; beyond, their error was
   * found to grow about with the root of the diameter (cameras of three scenes with exact truth
   * were nearer to it than with equal weights or with weights by the diameter itself).
   */
  private static final double SHARP_FEATURE = 3;

  /** The photographs, index = id. */
  final List<Photo> photos;

  /** Their features. */
  final List<FeatureSet> features;

  /** Lens (camera group) of each photograph. */
  final int[] lensOf;

  /** {@link Lens#SIZE} parameters a lens. */
  final double[] lens;

  /** Whether a lens has a focal length to rely on: from metadata or from registered views. */
  final boolean[] lensKnown;

  /** Whether a lens's principal point is held in the middle, because the data do not fix it. */
  final boolean[] centreHeld;

  /** Whether a lens's tangential (fisheye: k3, k4) terms are held at zero. */
  final boolean[] extraHeld;

  /** What lenses to fit. */
  final LensChoice choice;

  /** Focal length from metadata a lens, or NaN. */
  final double[] focalPrior;

  private final double[] middle;

  /** Whether a photograph is posed. */
  final boolean[] registered;

  /** Nine entries a photograph: world-to-camera rotation. */
  final double[] rotation;

  /** Three entries a photograph: camera centre. */
  final double[] centre;

  /** Pixels of tolerance a photograph counts as one: grows with its size. */
  final double[] pixelUnit;

  /** Offsets of each track's observations. */
  int[] trackStart;

  /** Photograph of each observation. */
  int[] obsPhoto;

  /** Feature of each observation within its photograph. */
  int[] obsFeature;

  /** Track of each observation. */
  int[] obsTrack;

  /** Two pixels an observation. */
  float[] obsXy;

  /** One over the expected error of each observation, in pixel units of its photograph. */
  float[] obsWeight;

  /** Whether an observation supports its track's point. */
  boolean[] obsOn;

  /** Whether a track has a point. */
  boolean[] alive;

  /** Three coordinates a track. */
  double[] xyz;

  /** Offsets of each photograph's entries in {@link #photoObs}. */
  int[] photoStart;

  /** Observations photograph by photograph. */
  int[] photoObs;

  MapState(List<Photo> photos, List<FeatureSet> features, Tracks tracks, LensChoice choice) {
    this.photos = photos;
    this.features = features;
    this.choice = choice;
    int n = photos.size();
    int lenses = 1 + photos.stream().mapToInt(Photo::cameraGroup).max().orElse(-1);
    lensOf = photos.stream().mapToInt(Photo::cameraGroup).toArray();
    lens = new double[Lens.SIZE * lenses];
    lensKnown = new boolean[lenses];
    centreHeld = new boolean[lenses];
    extraHeld = new boolean[lenses];
    Arrays.fill(extraHeld, choice != LensChoice.BROWN);
    focalPrior = new double[lenses];
    Arrays.fill(focalPrior, Double.NaN);
    middle = new double[2 * lenses];
    registered = new boolean[n];
    rotation = new double[9 * n];
    centre = new double[3 * n];
    pixelUnit = new double[n];
    for (Photo p : photos) {
      double longer = Math.max(p.width(), p.height());
      pixelUnit[p.id()] = Math.max(0.5, Math.min(2, longer / 1600));
      int o = Lens.SIZE * p.cameraGroup();
      if (Double.isNaN(focalPrior[p.cameraGroup()]) && p.focalPixels() > 0) {
        focalPrior[p.cameraGroup()] = p.focalPixels();
      }
      middle[2 * p.cameraGroup()] = p.width() / 2.0;
      middle[2 * p.cameraGroup() + 1] = p.height() / 2.0;
      lens[o + Lens.CX] = p.width() / 2.0;
      lens[o + Lens.CY] = p.height() / 2.0;
      lens[o + Lens.CURVE] = choice == LensChoice.FISHEYE ? Lens.FISHEYE : Lens.BROWN;
    }
    for (int g = 0; g < lenses; g++) {
      lensKnown[g] = focalPrior[g] > 0;
      lens[Lens.SIZE * g + Lens.F] = focalPrior[g] > 0 ? focalPrior[g] : 1.2 * longerSide(g);
    }
    track(tracks);
  }

  private void track(Tracks tracks) {
    trackStart = tracks.start();
    obsPhoto = tracks.photo();
    obsFeature = tracks.feature();
    int m = obsPhoto.length;
    obsTrack = new int[m];
    obsXy = new float[2 * m];
    obsWeight = new float[m];
    obsOn = new boolean[m];
    alive = new boolean[tracks.size()];
    xyz = new double[3 * tracks.size()];
    for (int t = 0; t < tracks.size(); t++) {
      Arrays.fill(obsTrack, trackStart[t], trackStart[t + 1], t);
    }
    int n = photos.size();
    photoStart = new int[n + 1];
    for (int o = 0; o < m; o++) {
      photoStart[obsPhoto[o] + 1]++;
      FeatureSet set = features.get(obsPhoto[o]);
      obsXy[2 * o] = set.xy()[2 * obsFeature[o]];
      obsXy[2 * o + 1] = set.xy()[2 * obsFeature[o] + 1];
      double size = set.scale()[obsFeature[o]] / pixelUnit[obsPhoto[o]];
      obsWeight[o] =
          (float) (1 / (pixelUnit[obsPhoto[o]] * Math.sqrt(Math.max(1, size / SHARP_FEATURE))));
    }
    for (int i = 0; i < n; i++) {
      photoStart[i + 1] += photoStart[i];
    }
    photoObs = new int[m];
    int[] fill = photoStart.clone();
    for (int o = 0; o < m; o++) {
      photoObs[fill[obsPhoto[o]]++] = o;
    }
  }

  /**
   * Takes on other tracks. The first {@code living} of them have points, supported by all their
   * observations in registered photographs.
   *
   * @param points three coordinates a track
   */
  void retrack(Tracks tracks, int living, double[] points) {
    track(tracks);
    xyz = points;
    Arrays.fill(alive, 0, living, true);
    for (int o = 0; o < trackStart[living]; o++) {
      obsOn[o] = registered[obsPhoto[o]];
    }
  }

  int size() {
    return registered.length;
  }

  int tracks() {
    return alive.length;
  }

  int registeredCount() {
    int count = 0;
    for (boolean r : registered) {
      count += r ? 1 : 0;
    }
    return count;
  }

  /** How many registered photographs a lens took. */
  int viewsOf(int lensIndex) {
    int count = 0;
    for (int p = 0; p < size(); p++) {
      count += registered[p] && lensOf[p] == lensIndex ? 1 : 0;
    }
    return count;
  }

  int lensOffset(int photo) {
    return Lens.SIZE * lensOf[photo];
  }

  /** Longer side in pixels of the photographs taken with a lens. */
  double longerSide(int lensIndex) {
    return 2 * Math.max(middleX(lensIndex), middleY(lensIndex));
  }

  /** The middle of the photographs taken with a lens. */
  double middleX(int lensIndex) {
    return middle[2 * lensIndex];
  }

  /** The middle of the photographs taken with a lens. */
  double middleY(int lensIndex) {
    return middle[2 * lensIndex + 1];
  }

  /** Sets a photograph's pose from rotation (9) and translation (3). */
  void register(int photo, double[] pose) {
    System.arraycopy(pose, 0, rotation, 9 * photo, 9);
    for (int j = 0; j < 3; j++) {
      centre[3 * photo + j] =
          -(pose[j] * pose[9] + pose[3 + j] * pose[10] + pose[6 + j] * pose[11]);
    }
    registered[photo] = true;
    lensKnown[lensOf[photo]] = true;
  }

  /** Takes a photograph's pose and its observations away. */
  void unregister(int photo) {
    registered[photo] = false;
    for (int k = photoStart[photo]; k < photoStart[photo + 1]; k++) {
      obsOn[photoObs[k]] = false;
    }
  }

  /**
   * The reprojection error of an observation in pixel units of its photograph; infinite behind the
   * camera.
   *
   * @param scratch two entries
   */
  double error(int obs, double[] scratch) {
    return error(
        obsPhoto[obs], obsXy[2 * obs], obsXy[2 * obs + 1], xyz, 3 * obsTrack[obs], scratch);
  }

  /** The same for any pixel of a photograph and the point at offset o. */
  double error(int p, double u, double v, double[] points, int o, double[] scratch) {
    double x = points[o] - centre[3 * p];
    double y = points[o + 1] - centre[3 * p + 1];
    double z = points[o + 2] - centre[3 * p + 2];
    int r = 9 * p;
    if (!Lens.project(
        lens,
        lensOffset(p),
        rotation[r] * x + rotation[r + 1] * y + rotation[r + 2] * z,
        rotation[r + 3] * x + rotation[r + 4] * y + rotation[r + 5] * z,
        rotation[r + 6] * x + rotation[r + 7] * y + rotation[r + 8] * z,
        scratch)) {
      return Double.POSITIVE_INFINITY;
    }
    double eu = scratch[0] - u;
    double ev = scratch[1] - v;
    return Math.sqrt(eu * eu + ev * ev) / pixelUnit[p];
  }

  /** The widest angle in radians between two supporting rays of a track. */
  double angle(int track) {
    double least = 1;
    for (int i = trackStart[track]; i < trackStart[track + 1]; i++) {
      for (int j = i + 1; obsOn[i] && j < trackStart[track + 1]; j++) {
        if (obsOn[j]) {
          least =
              Math.min(
                  least,
                  Triangulation.cosine(
                      centre, 3 * obsPhoto[i], centre, 3 * obsPhoto[j], xyz, 3 * track));
        }
      }
    }
    return Math.acos(Math.max(-1, Math.min(1, least)));
  }

  /** How many observations support a track's point. */
  int support(int track) {
    int count = 0;
    for (int o = trackStart[track]; o < trackStart[track + 1]; o++) {
      count += obsOn[o] ? 1 : 0;
    }
    return count;
  }

  /** How many observations of a photograph support points. */
  int supportOf(int photo) {
    int count = 0;
    for (int k = photoStart[photo]; k < photoStart[photo + 1]; k++) {
      count += obsOn[photoObs[k]] ? 1 : 0;
    }
    return count;
  }

  /** How many points a photograph should see: those on whose tracks it is. */
  int visibleIn(int photo) {
    int count = 0;
    for (int k = photoStart[photo]; k < photoStart[photo + 1]; k++) {
      count += alive[obsTrack[photoObs[k]]] ? 1 : 0;
    }
    return count;
  }

  /** Takes a track's point away. */
  void kill(int track) {
    alive[track] = false;
    Arrays.fill(obsOn, trackStart[track], trackStart[track + 1], false);
  }

  /** How many points there are. */
  int points() {
    int count = 0;
    for (boolean a : alive) {
      count += a ? 1 : 0;
    }
    return count;
  }
}
