package org.e2e3d.engine.features.sift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The scale space of one photograph and the extrema in it (Lowe, IJCV 2004, sections 3 and 4). The
 * photograph is doubled first. Held are the extrema and, in 16 bits, the blurred images that they
 * are described in: {@link #BYTES_PER_PIXEL} a pixel.
 *
 * <p>Positions are pixel indices of the photograph: the middle of its first pixel is 0.
 */
public final class ScaleSpace {
  /** Most directions of one extremum. */
  public static final int MOST_TURNS = 4;

  /** Number of values of a description. */
  public static final int LENGTH = SiftDescriptor.LENGTH;

  /** What a scale space takes with three layers an octave, bytes a pixel of its photograph. */
  public static final int BYTES_PER_PIXEL = 40;

  private final SiftParameters parameters;
  private final Extrema extrema = new Extrema();
  private final List<Octave> octaves = new ArrayList<>();
  private final Orientations orientations = new Orientations();
  private final SiftDescriptor descriptor = new SiftDescriptor();

  private ScaleSpace(SiftParameters parameters) {
    this.parameters = parameters;
  }

  /**
   * @param grey width times height grey levels, unsigned
   */
  public static ScaleSpace of(byte[] grey, int width, int height, SiftParameters parameters) {
    ScaleSpace space = new ScaleSpace(parameters);
    if (2 * Math.min(width, height) >= Octave.SMALLEST) {
      Octave octave = space.next(2 * width, 2 * height);
      space.fillFirst(octave, grey, width, height);
      while (Math.min(octave.width(), octave.height()) / 2 >= Octave.SMALLEST) {
        float[][] base = octave.halved();
        octave = space.next(base[0].length, base.length);
        for (float[] line : base) {
          octave.push(line);
        }
      }
    }
    return space;
  }

  private Octave next(int width, int height) {
    Octave octave = new Octave(parameters, octaves.size(), width, height, extrema);
    octaves.add(octave);
    return octave;
  }

  /** Doubles the photograph, every second pixel one of its own, and blurs it to the first level. */
  private void fillFirst(Octave first, byte[] grey, int width, int height) {
    double doubledBlur = 2 * SiftParameters.CAMERA_BLUR;
    double sigma = parameters.sigma(0);
    LineBlur blur =
        new LineBlur(2 * width, 2 * height, Math.sqrt(sigma * sigma - doubledBlur * doubledBlur));
    float[] above = new float[2 * width];
    float[] below = new float[2 * width];
    float[] between = new float[2 * width];
    float[] blurred = new float[2 * width];
    widen(grey, 0, width, below);
    for (int y = 0; y < 2 * height; y++) {
      float[] line;
      if (y % 2 == 0) {
        float[] other = above;
        above = below;
        below = other;
        widen(grey, Math.min(y / 2 + 1, height - 1) * width, width, below);
        line = above;
      } else {
        for (int x = 0; x < between.length; x++) {
          between[x] = 0.5f * (above[x] + below[x]);
        }
        line = between;
      }
      blur.push(line);
      while (blur.ready()) {
        blur.pop(blurred);
        first.push(blurred);
      }
    }
  }

  private static void widen(byte[] grey, int from, int width, float[] to) {
    for (int x = 0; x < width - 1; x++) {
      int here = grey[from + x] & 0xff;
      to[2 * x] = here;
      to[2 * x + 1] = 0.5f * (here + (grey[from + x + 1] & 0xff));
    }
    float last = grey[from + width - 1] & 0xff;
    Arrays.fill(to, 2 * width - 2, 2 * width, last);
  }

  /** Number of extrema. */
  public int size() {
    return extrema.size();
  }

  /** Column of extremum i. */
  public float x(int i) {
    return extrema.x(i) * spacing(i);
  }

  /** Line of extremum i. */
  public float y(int i) {
    return extrema.y(i) * spacing(i);
  }

  /** Scale of extremum i, pixels. */
  public float sigma(int i) {
    return extrema.sigma(i) * spacing(i);
  }

  /** Height of extremum i, grey levels. */
  public float response(int i) {
    return extrema.response(i);
  }

  private float spacing(int i) {
    return (float) Math.scalb(0.5, extrema.octave(i));
  }

  private Layer layer(int i) {
    return octaves.get(extrema.octave(i)).layer(extrema.layer(i));
  }

  /**
   * The main directions around extremum i. Not for several threads at once.
   *
   * @param to receives them, radians from x towards y (downward); at most {@link #MOST_TURNS}
   * @return how many
   */
  public int turns(int i, float[] to) {
    return orientations.find(layer(i), extrema.x(i), extrema.y(i), extrema.sigma(i), to);
  }

  /**
   * Describes extremum i seen in a direction. Not for several threads at once.
   *
   * @param to receives {@link #LENGTH} values of at least 0
   */
  public void describe(int i, float turn, float[] to) {
    descriptor.describe(layer(i), extrema.x(i), extrema.y(i), extrema.sigma(i), turn, to);
  }
}
