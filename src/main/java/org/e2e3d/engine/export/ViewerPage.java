package org.e2e3d.engine.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.e2e3d.engine.export.viewer.ViewerFiles;
import org.e2e3d.engine.render.Viewpoint;

/**
 * The page of a model, {@code index.html}: the viewer, the figures in brief, the pictures and the
 * downloads. Scripts and styles stand in files of their own, so that a strict content security
 * policy lets the page work, and forbids everything else.
 */
final class ViewerPage {
  static final String FILE = "index.html";

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
          + " connect-src 'self' blob: data:; base-uri 'none'; form-action 'none'";

  private static final Map<String, String> PURPOSE =
      Map.ofEntries(
          Map.entry("mesh.glb", "every detail: browsers, Blender, game engines"),
          Map.entry("mesh-small.glb", "phones and web pages"),
          Map.entry("mesh.usdz", "iPhone and iPad, also in augmented reality"),
          Map.entry("mesh.obj", "nearly every program; needs the MTL and the texture beside it"),
          Map.entry("mesh.mtl", "material of the OBJ"),
          Map.entry("mesh.ply", "vertex colours"),
          Map.entry("mesh.stl", "printing; shape only"),
          Map.entry("cloud.ply", "the dense points, with normals, colours and confidence"),
          Map.entry("tileset.json", "3D Tiles for maps and globes, placed by GPS"),
          Map.entry("cameras/cameras.txt", "the lenses, as COLMAP text"),
          Map.entry("cameras/images.txt", "where the photographs were taken, as COLMAP text"),
          Map.entry("cameras/points3D.txt", "the sparse points, as COLMAP text"));

  private final Report report;
  private final Map<String, Long> files;
  private final Html html = new Html();

  /**
   * @param files sizes of the files that stand beside the page, by name
   */
  ViewerPage(Report report, Map<String, Long> files) {
    this.report = report;
    this.files = new TreeMap<>(files);
  }

  /**
   * @param start where the viewer looks from first
   * @param target what it looks at
   * @param upright the rotation to the GLB's scene
   */
  String html(Viewpoint start, double[] target, double[] upright) {
    html.raw("<!doctype html>\n<html lang=en><head><meta charset=utf-8>");
    html.raw("<meta name=viewport content=\"width=device-width,initial-scale=1\">");
    html.raw("<meta http-equiv=Content-Security-Policy content=\"" + POLICY + "\">");
    html.raw("<title>3D model</title><link rel=icon href=\"data:,\">");
    html.raw("<link rel=stylesheet href=\"" + ViewerFiles.STYLE + "\"></head><body>\n");
    html.raw("<h1>3D model from " + report.images().used() + " photographs</h1>\n");
    viewer(start, target, upright);
    verdict();
    pictures();
    downloads();
    html.raw("<script src=\"" + ViewerFiles.SCRIPT + "\"></script></body></html>\n");
    return html.toString();
  }

  private void viewer(Viewpoint start, double[] target, double[] upright) {
    html.raw("<div id=viewer data-model=\"mesh-small.glb\" data-full=\"mesh.glb\" data-offline=\"");
    html.raw(ViewerFiles.OFFLINE + "\" data-eye=\"" + turned(start.pose().centre(), upright));
    html.raw("\" data-target=\"" + turned(target, upright) + "\">");
    html.raw("<img id=viewer-picture src=\"preview.png\" alt=\"The model\">");
    html.raw("<p id=viewer-state role=status>Starting …</p></div>\n");
    html.raw("<noscript><p>Without JavaScript only the pictures are shown.</p></noscript>");
    html.raw("<div id=viewer-buttons hidden><button id=viewer-home>Front</button>");
    html.raw("<button id=viewer-turn aria-pressed=false>Turn</button>");
    html.raw("<button id=viewer-shape aria-pressed=false>Shape</button>");
    html.raw("<button id=viewer-full>Every detail, " + size(files.get("mesh.glb")));
    html.raw("</button></div>\n<p class=note>Drag to turn, pinch or wheel to come closer,");
    html.raw(" two fingers or right button to move.</p>\n");
  }

  private static String turned(double[] p, double[] r) {
    return String.format(
        Locale.ROOT,
        "%.6g %.6g %.6g",
        r[0] * p[0] + r[1] * p[1] + r[2] * p[2],
        r[3] * p[0] + r[4] * p[1] + r[5] * p[2],
        r[6] * p[0] + r[7] * p[1] + r[8] * p[2]);
  }

  private void verdict() {
    Report.Verdict v = report.verdict();
    String grade = v.grade().name().toLowerCase(Locale.ROOT);
    html.raw("<p class=\"verdict " + grade + "\">").text(v.sentence());
    html.raw(" <a href=\"report.html\">The whole report</a></p>\n");
    html.raw("<div class=wide><table><tbody>\n");
    html.row("Photographs in the model", report.images().used() + " of " + of(report.images()));
    html.row("Faces", String.format(Locale.ROOT, "%,d", report.mesh().faces()));
    html.row("Points measured", String.format(Locale.ROOT, "%,d", report.cloudPoints()));
    if (report.unit().equals("metre")) {
      double[] s = report.mesh().size();
      html.row("Size", String.format(Locale.ROOT, "%.1f × %.1f × %.1f m", s[0], s[1], s[2]));
    }
    html.row(
        "Cameras fit within",
        String.format(Locale.ROOT, "%.2f pixels", report.sparse().meanErrorPixels()));
    html.endTable();
  }

  private static int of(Report.Images images) {
    return Math.max(images.accepted(), images.used());
  }

  private void pictures() {
    html.raw("<h2>Pictures</h2><div class=pictures>");
    if (files.containsKey("turntable.webp")) {
      html.raw("<img src=\"turntable.webp\" alt=\"The turning model\">");
    }
    html.raw("</div>\n");
  }

  private void downloads() {
    html.raw("<h2>Downloads</h2>").table("File", "What it is for", "Size");
    List<String> names = new ArrayList<>(files.keySet());
    names.removeIf(n -> n.startsWith("viewer/"));
    for (String name : names) {
      html.raw("<tr><td><a href=\"").text(name).raw("\">").text(name).raw("</a></td>");
      html.element("td", PURPOSE.getOrDefault(name, purpose(name)));
      html.element("td class=n", size(files.get(name))).raw("</tr>\n");
    }
    html.raw("<tr><td><a href=\"manifest.json\">manifest.json</a></td>");
    html.element("td", "what it was made of and by; digests of all files");
    html.raw("<td></td></tr>\n").endTable();
  }

  private static String purpose(String name) {
    return name.startsWith("texture")
        ? "texture of the OBJ"
        : name.startsWith("report")
            ? "what to trust, and how to photograph better"
            : name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".webp")
                ? "picture"
                : "";
  }

  private static String size(long bytes) {
    return bytes < 1_000_000
        ? String.format(Locale.ROOT, "%.0f kB", Math.ceil(bytes / 1000.0))
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
