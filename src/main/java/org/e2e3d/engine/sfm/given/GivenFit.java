package org.e2e3d.engine.sfm.given;

import java.util.Locale;
import java.util.Optional;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.scene.Camera;

/**
 * How a given camera lies on a photograph: as it is, scaled, or turned. COLMAP and most others pass
 * over EXIF's orientation, as our photographs do; a model of pictures that were set upright is
 * turned back.
 *
 * @param quarterTurns how often the model's image is to be turned clockwise to be the photograph
 * @param scale width of the photograph over that of the turned image
 */
record GivenFit(int quarterTurns, double scale) {
  /** How far the two sides may disagree about the scale, in pixels of the photograph. */
  private static final double SLACK_PIXELS = 1.5;

  /** Empty if the proportions differ. */
  static Optional<GivenFit> of(Camera camera, Photo photo) {
    if (sameShape(camera.width(), camera.height(), photo)) {
      return Optional.of(new GivenFit(0, (double) photo.width() / camera.width()));
    }
    boolean onItsSide = photo.quarterTurns() % 2 != 0;
    if (onItsSide && sameShape(camera.height(), camera.width(), photo)) {
      int back = Math.floorMod(-photo.quarterTurns(), 4);
      return Optional.of(new GivenFit(back, (double) photo.width() / camera.height()));
    }
    return Optional.empty();
  }

  private static boolean sameShape(int width, int height, Photo photo) {
    double byWidth = (double) photo.width() / width;
    return Math.abs(byWidth * height - photo.height()) <= Math.max(SLACK_PIXELS, byWidth);
  }

  boolean isAsGiven() {
    return quarterTurns == 0 && scale == 1;
  }

  /** The camera for the photograph, with another id. */
  Camera apply(Camera c, Photo photo, int id) {
    Camera t = c.turned(quarterTurns).scaledTo(photo.width(), photo.height());
    return new Camera(
        id,
        t.model(),
        t.width(),
        t.height(),
        t.fx(),
        t.fy(),
        t.cx(),
        t.cy(),
        t.k1(),
        t.k2(),
        t.k3(),
        t.k4(),
        t.p1(),
        t.p2(),
        t.k5(),
        t.k6());
  }

  /** The pixel x, y of the model's image, in the photograph. */
  void apply(Camera c, Photo photo, float[] xy, int at) {
    double x = xy[at];
    double y = xy[at + 1];
    double w = c.width();
    double h = c.height();
    for (int i = 0; i < quarterTurns; i++) {
      double turned = h - y;
      y = x;
      x = turned;
      double side = w;
      w = h;
      h = side;
    }
    xy[at] = (float) (x * photo.width() / w);
    xy[at + 1] = (float) (y * photo.height() / h);
  }

  /** What was done, a clause; for a person. */
  String describe(Camera c) {
    return String.format(
        Locale.ROOT,
        "its camera is for %dx%d pixels and is %s",
        c.width(),
        c.height(),
        quarterTurns == 0 ? String.format(Locale.ROOT, "scaled by %.4f", scale) : "turned");
  }
}
