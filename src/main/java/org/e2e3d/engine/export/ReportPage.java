package org.e2e3d.engine.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.texture.TextureMatch;

/** The report as one HTML page that needs nothing else: no script, no other file. */
final class ReportPage {
  private final Report report;
  private final List<ModelPictures.Small> pictures;
  private final Map<String, byte[]> thumbnails;
  private final Plans plans;
  private final List<ModelPictures.Small> depths;
  private final Html html = new Html();

  /**
   * Plans of the cameras as SVG.
   *
   * @param cameras over the points
   * @param matches which cameras see points in common
   */
  record Plans(String cameras, String matches) {}

  ReportPage(
      Report report,
      List<ModelPictures.Small> pictures,
      Map<String, byte[]> thumbnails,
      Plans plans,
      List<ModelPictures.Small> depths) {
    this.report = report;
    this.pictures = pictures;
    this.thumbnails = thumbnails;
    this.plans = plans;
    this.depths = depths;
  }

  String html() throws IOException {
    html.raw("<!doctype html>\n<html lang=en><head><meta charset=utf-8>");
    html.raw("<meta name=viewport content=\"width=device-width,initial-scale=1\">");
    html.raw("<title>Report of the model</title><style>").raw(style()).raw("</style></head><body>");
    html.raw("<h1>Report of the model</h1>\n");
    verdict();
    modelPictures();
    leftOut();
    cameras();
    photographs();
    depthMaps();
    surface();
    stages();
    details();
    html.raw("</body></html>\n");
    return html.toString();
  }

  private void verdict() {
    Report.Verdict v = report.verdict();
    String grade = v.grade().name().toLowerCase(Locale.ROOT);
    html.raw("<p class=\"verdict " + grade + "\"><b>").text(capital(grade)).raw("</b> ");
    html.text(v.sentence()).raw("</p>\n");
    html.table("Figure", "Here", "A good model has", "");
    for (Report.Finding f : v.findings()) {
      String g = f.grade().name().toLowerCase(Locale.ROOT);
      html.raw("<tr>").element("td", f.label()).element("td", f.value()).element("td", f.usual());
      html.element("td class=" + g, g).raw("</tr>\n");
    }
    html.endTable();
    if (!v.advice().isEmpty()) {
      html.raw("<h2>How to photograph better</h2><ul>");
      v.advice().forEach(a -> html.element("li", a));
      html.raw("</ul>\n");
    }
    if (!report.warnings().isEmpty()) {
      html.raw("<h2>Warnings</h2><ul>");
      report
          .warnings()
          .forEach(w -> html.element("li", w.message() + " (" + w.stage().label() + ")"));
      html.raw("</ul>\n");
    }
  }

  private void modelPictures() {
    html.raw("<h2>The model</h2>");
    pictures("The model, ", pictures);
  }

  private void depthMaps() {
    if (!depths.isEmpty()) {
      html.raw("<h2>Depth maps</h2>");
      pictures("Depths of ", depths);
      html.element("p class=note", "Near is red, far is blue; grey is where no depth was found.");
    }
  }

  private void pictures(String what, List<ModelPictures.Small> all) {
    html.raw("<div class=pictures>");
    for (ModelPictures.Small p : all) {
      html.raw("<figure>").jpeg(p.jpeg(), what + p.name());
      html.element("figcaption", p.name()).raw("</figure>");
    }
    html.raw("</div>\n");
  }

  private void leftOut() {
    Report.Images images = report.images();
    html.raw("<h2>Images that are not part of the model</h2>");
    if (images.leftOut().isEmpty()) {
      html.element("p", "None: every image was used.");
      return;
    }
    html.table("", "Image", "Why", "What was found");
    for (ImageEvidence e : images.leftOut()) {
      imageRow(e);
    }
    html.endTable();
  }

  private void imageRow(ImageEvidence e) {
    html.raw("<tr><td>");
    thumbnail(e.image());
    html.raw("</td>").element("td", e.image());
    html.element("td", words(e.problem())).element("td", e.detail()).raw("</tr>\n");
  }

  private void thumbnail(String image) {
    byte[] jpeg = thumbnails.get(image);
    if (jpeg != null) {
      html.jpeg(jpeg, "");
    }
  }

  private void cameras() {
    html.raw("<h2>Cameras</h2>").raw(plans.cameras());
    html.element(
        "p class=note",
        "Cameras over the measured points, seen from above. Point at a camera for its name.");
    html.raw("<h2>Which photographs are tied together</h2>").raw(plans.matches());
    html.element(
        "p class=note",
        "A line for every two that see points in common, the stronger the more. A group that hangs"
            + " on few lines needs photographs between it and the rest.");
    html.table("Lens", "Model", "Size", "Focal length", "Principal point", "Distortion");
    for (Camera c : report.cameras()) {
      html.row(
          "lens " + (c.id() + 1),
          words(c.model().name()),
          c.width() + " × " + c.height(),
          f("%.1f", c.fx()) + (c.fx() == c.fy() ? "" : ", " + f("%.1f", c.fy())) + " pixels",
          f("%.1f", c.cx()) + ", " + f("%.1f", c.cy()),
          f("%.4f", c.k1()) + ", " + f("%.4f", c.k2()));
    }
    html.endTable();
    int[] t = report.sparse().tracksByLength();
    html.table("Seen by", "2", "3", "4", "5", "6 or more photographs");
    html.row("points", t[0], t[1], t[2], t[3], t[4]).endTable();
  }

  private void photographs() {
    html.raw("<details><summary>Photographs in the model (");
    html.text(report.images().used()).raw(")</summary>");
    html.table("", "Photograph", "Points", "Mean error, pixels", "Covered", "Neighbours", "Depth");
    Map<String, Object> figures = report.figures();
    for (SparseFigures.ViewFigures v : report.sparse().views()) {
      html.raw("<tr><td>");
      thumbnail(v.name());
      html.raw("</td>").element("td", v.name()).element("td class=n", v.observations());
      html.element("td class=n", f("%.2f", v.meanErrorPixels()));
      html.element("td class=n", f("%.0f %%", 100 * v.coverage()));
      html.element("td class=n", v.neighbours());
      Object depth = figures.get("dense.completeness." + v.name());
      html.element(
          "td class=n", depth instanceof Number d ? f("%.0f %%", 100 * d.doubleValue()) : "");
      html.raw("</tr>\n");
    }
    html.endTable();
    for (ImageEvidence e : report.images().notes()) {
      html.element("p", e.image() + ": " + e.detail());
    }
    html.raw("</details>\n");
  }

  private void surface() {
    MeshFigures m = report.mesh();
    boolean metres = report.unit().equals("metre");
    String unit = metres ? " m" : " units";
    html.raw("<h2>Surface</h2>").table("Figure", "Value");
    html.row("Points of the dense cloud", report.cloudPoints());
    html.row("Faces, vertices", m.faces() + ", " + m.vertices());
    html.row("Pieces", m.components());
    html.row("Closed", m.closed() ? "yes" : "no: " + m.openEdges() + " edges at its borders");
    html.row("Faces without area", m.flatFaces());
    html.row(
        "Texture",
        report.texturePages().isEmpty()
            ? "none, colours at the vertices"
            : String.join(", ", report.texturePages()));
    likeness("Likeness to %d of the photographs", report.match());
    likeness("Likeness to %d held back from the texture", report.heldBack());
    double[] s = m.size();
    html.row("Size", f("%.3g", s[0]) + " × " + f("%.3g", s[1]) + " × " + f("%.3g", s[2]) + unit);
    html.row(
        metres ? "Ground sampling distance, median" : "A pixel on the surface, median",
        f("%.3g", report.sparse().unitsPerPixel()) + unit);
    html.row(
        "Scale", metres ? "metres, from GPS" : "free: the photographs tell no scale by themselves");
    html.endTable();
    if (report.match().views() > 0) {
      html.raw("<p>")
          .text(
              "Likeness: the model is drawn from where photographs were taken and compared with"
                  + " them, pixel by pixel. 20 dB is a rough likeness, 25 a good one, and from 30 on"
                  + " the two are hard to tell apart. Photographs held back count for more: the"
                  + " texture could not copy them.")
          .raw("</p>\n");
    }
  }

  private void likeness(String label, TextureMatch match) {
    if (match.views() > 0) {
      html.row(
          String.format(Locale.ROOT, label, match.views()),
          f("%.1f dB", match.psnr())
              + f(" (%.1f dB with exposure evened)", match.psnrEvened())
              + f(", structural similarity %.2f", match.ssim()));
    }
  }

  private void stages() {
    html.raw("<h2>Time and memory</h2>");
    html.table("Stage", "Seconds", "CPU seconds", "Memory so far at most", "");
    double wall = 0;
    double cpu = 0;
    for (RunRecord.StageRun s : report.stages()) {
      String memory = s.peakMemoryBytes() <= 0 ? "" : f("%.2f GB", s.peakMemoryBytes() * 1e-9);
      html.row(
          s.stage().label(),
          f("%.1f", s.seconds()),
          f("%.1f", s.cpuSeconds()),
          memory,
          s.resumed() ? "from a checkpoint" : "");
      wall += s.seconds();
      cpu += s.cpuSeconds();
    }
    html.row("together", f("%.1f", wall), f("%.1f", cpu), "", "").endTable();
  }

  private void details() {
    html.raw("<details><summary>Everything that was measured</summary>").table("Figure", "Value");
    new TreeMap<>(report.figures()).forEach((name, value) -> html.row(name, json(value)));
    html.endTable().raw("</details><details><summary>Options</summary>").table("Stage", "Options");
    report.options().forEach((stage, o) -> html.row(stage, json(o)));
    html.endTable().raw("</details>\n<p class=note>");
    Software s = report.software();
    html.text("Made by E2E3D " + s.version() + ", preset " + words(report.preset().name()));
    html.text(", seed " + report.seed() + ", started " + report.started() + ", " + s.java());
    html.text(", " + s.system() + ". manifest.json names the libraries.").raw("</p>\n");
  }

  private static String json(Object value) {
    try {
      return ExportJson.MAPPER
          .writer()
          .without(com.fasterxml.jackson.databind.SerializationFeature.INDENT_OUTPUT)
          .writeValueAsString(value);
    } catch (JsonProcessingException e) {
      return String.valueOf(value);
    }
  }

  private static String words(String code) {
    return code.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1) + ".";
  }

  private static String f(String format, double v) {
    return String.format(Locale.ROOT, format, v);
  }

  private static String style() throws IOException {
    try (InputStream in = ReportPage.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IOException("report.css is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
