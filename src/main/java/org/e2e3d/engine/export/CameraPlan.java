package org.e2e3d.engine.export;

import java.util.Arrays;
import java.util.Locale;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.View;

/**
 * Plans of the cameras, seen from above, as SVG: over the sparse points, and with a line between
 * every two that see points in common, the stronger the more.
 */
final class CameraPlan {
  /** Fewer points in common say little about two views. */
  private static final int COMMON_POINTS = 15;

  private static final int MANY_POINTS = 400;

  /** More lines make nothing clearer: the weakest are left out. */
  private static final int MOST_LINES = 3000;

  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;
  private static final int MOST_POINTS = 2500;

  private final SparseModel model;
  private final double[] upright;
  private double left;
  private double top;
  private double scale;

  private CameraPlan(SparseModel model, double[] upright) {
    this.model = model;
    this.upright = upright;
  }

  /**
   * Draws the plan; the viewer of the GLB stands below it.
   *
   * @param upright the rotation to the frame with y up
   */
  static String svg(SparseModel model, double[] upright) {
    return new CameraPlan(model, upright).draw(false);
  }

  /** Draws the plan of the views that are tied to each other. */
  static String matches(SparseModel model, double[] upright) {
    return new CameraPlan(model, upright).draw(true);
  }

  private String draw(boolean matches) {
    int n = model.points().size();
    int step = Math.max(1, n / MOST_POINTS);
    double[][] points = new double[(n + step - 1) / step][];
    for (int i = 0; i < points.length; i++) {
      points[i] = plan(Arrays.copyOfRange(model.points().xyz(), 3 * i * step, 3 * i * step + 3));
    }
    double[][] centres =
        model.views().stream().map(v -> plan(v.pose().centre())).toArray(double[][]::new);
    fit(points, centres);
    StringBuilder s = new StringBuilder();
    s.append("<svg viewBox=\"0 0 ").append(WIDTH).append(' ').append(HEIGHT);
    s.append("\" role=img aria-label=\"");
    if (matches) {
      s.append("Which cameras see points in common\">");
      appendTies(s, centres);
    } else {
      s.append("Cameras over the points, seen from above\">");
      appendPoints(s, points);
    }
    for (int i = 0; i < centres.length; i++) {
      View v = model.views().get(i);
      double[] r = v.pose().rotation();
      double[] gaze = plan(new double[] {r[6], r[7], r[8]});
      double length = Math.max(0.3, Math.hypot(gaze[0], gaze[1]));
      s.append(
          String.format(
              Locale.ROOT,
              "<g><title>%s</title><path class=gaze d=\"M%.1f %.1fl%.1f %.1f\"/>"
                  + "<circle class=cam cx=\"%.1f\" cy=\"%.1f\" r=4 /></g>",
              Html.escape(v.name()),
              x(centres[i]),
              y(centres[i]),
              16 * gaze[0] / length,
              16 * gaze[1] / length,
              x(centres[i]),
              y(centres[i])));
    }
    return s.append("</svg>").toString();
  }

  private void appendPoints(StringBuilder s, double[][] points) {
    s.append("<path class=pts d=\"");
    for (double[] p : points) {
      double x = x(p);
      double y = y(p);
      if (x >= 0 && y >= 0 && x <= WIDTH && y <= HEIGHT) {
        s.append(String.format(Locale.ROOT, "M%.0f %.0fh1", x, y));
      }
    }
    s.append("\"/>");
  }

  private void appendTies(StringBuilder s, double[][] centres) {
    ViewTies.of(model).stream()
        .filter(t -> t.points() >= COMMON_POINTS)
        .limit(MOST_LINES)
        .forEach(
            t -> {
              double[] a = centres[t.first()];
              double[] b = centres[t.second()];
              double strength = Math.min(1, Math.sqrt((double) t.points() / MANY_POINTS));
              s.append(
                  String.format(
                      Locale.ROOT,
                      "<path class=tie stroke-opacity=\"%.2f\" d=\"M%.0f %.0fL%.0f %.0f\">"
                          + "<title>%d points in common</title></path>",
                      0.1 + 0.9 * strength,
                      x(a),
                      y(a),
                      x(b),
                      y(b),
                      t.points()));
            });
  }

  /** Along the upright frame's x and z: to the right, and towards the viewer. */
  private double[] plan(double[] p) {
    double[] u = upright;
    return new double[] {
      u[0] * p[0] + u[1] * p[1] + u[2] * p[2], u[6] * p[0] + u[7] * p[1] + u[8] * p[2]
    };
  }

  /** All cameras and all but the farthest points fit in. */
  private void fit(double[][] points, double[][] centres) {
    double[] low = new double[2];
    double[] high = new double[2];
    for (int k = 0; k < 2; k++) {
      int axis = k;
      double[] v = Arrays.stream(points).mapToDouble(p -> p[axis]).sorted().toArray();
      double[] c = Arrays.stream(centres).mapToDouble(p -> p[axis]).sorted().toArray();
      low[k] = v.length == 0 ? 0 : v[v.length / 20];
      high[k] = v.length == 0 ? 1 : v[v.length - 1 - v.length / 20];
      if (c.length > 0) {
        low[k] = Math.min(low[k], c[0]);
        high[k] = Math.max(high[k], c[c.length - 1]);
      }
    }
    double spanX = Math.max(1e-9, high[0] - low[0]);
    double spanY = Math.max(1e-9, high[1] - low[1]);
    scale = Math.min((WIDTH - 48) / spanX, (HEIGHT - 48) / spanY);
    left = (low[0] + high[0]) / 2;
    top = (low[1] + high[1]) / 2;
  }

  private double x(double[] p) {
    return WIDTH / 2.0 + scale * (p[0] - left);
  }

  private double y(double[] p) {
    return HEIGHT / 2.0 + scale * (p[1] - top);
  }
}
