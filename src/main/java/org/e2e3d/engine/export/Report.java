package org.e2e3d.engine.export;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.engine.texture.TextureMatch;

/**
 * What a person should know about a model: {@code report.json}, and {@code report.html} made from
 * it.
 *
 * @param started when the reconstruction began
 * @param software what computed it
 * @param preset the preset chosen
 * @param verdict whether to trust the model
 * @param images what became of the images
 * @param cameras the lenses as calibrated
 * @param sparse cameras and tracks
 * @param cloudPoints points of the dense cloud
 * @param denseCompleteness mean share of a photograph's pixels with a depth, 0 to 1; -1 if unknown
 * @param mesh checks of the mesh
 * @param texturePages sizes of the texture pages, as "4096x4096"
 * @param match how like the model is to photographs it was made from
 * @param heldBack how like a model textured without them is to photographs held back
 * @param unit "metre" or "arbitrary"
 * @param stages what each stage before export took
 * @param warnings what the stages warned of
 * @param figures every figure the stages recorded
 * @param options the options in force, by stage
 * @param seed of every random choice
 */
public record Report(
    Instant started,
    Software software,
    Preset preset,
    Verdict verdict,
    Images images,
    List<Camera> cameras,
    SparseFigures sparse,
    int cloudPoints,
    double denseCompleteness,
    MeshFigures mesh,
    List<String> texturePages,
    TextureMatch match,
    TextureMatch heldBack,
    String unit,
    List<RunRecord.StageRun> stages,
    List<RunRecord.RunWarning> warnings,
    Map<String, Object> figures,
    Map<String, Object> options,
    long seed) {

  /** How far to trust a model. */
  public enum Grade {
    GOOD,
    FAIR,
    DOUBTFUL
  }

  /**
   * The judgement.
   *
   * @param sentence one sentence
   * @param findings what was measured against what is usual
   * @param advice how to photograph better
   */
  public record Verdict(Grade grade, String sentence, List<Finding> findings, List<String> advice) {
    public Verdict {
      findings = List.copyOf(findings);
      advice = List.copyOf(advice);
    }
  }

  /**
   * One figure judged.
   *
   * @param label what was measured
   * @param value as text
   * @param usual what a good model has
   * @param grade how it compares
   */
  public record Finding(String label, String value, String usual, Grade grade) {}

  /**
   * What became of the images.
   *
   * @param accepted photographs that ingest accepted
   * @param used photographs whose cameras are part of the model
   * @param leftOut images that are not, with reasons
   * @param notes what else is known about images that are
   */
  public record Images(
      int accepted, int used, List<ImageEvidence> leftOut, List<ImageEvidence> notes) {
    public Images {
      leftOut = List.copyOf(leftOut);
      notes = List.copyOf(notes);
    }
  }

  static Report of(ExportInputs in, LeftOut leftOut, TextureMatch match, TextureMatch heldBack) {
    RunRecord run = in.run();
    SparseFigures sparse = SparseFigures.of(in.sparse());
    MeshFigures mesh = MeshFigures.of(in.model().mesh());
    double completeness = completeness(run.figures());
    Images images =
        new Images(
            in.photos().photos().size(),
            in.sparse().views().size(),
            leftOut.evidence(),
            leftOut.notes());
    return new Report(
        run.started(),
        Software.current(),
        run.preset(),
        new Judge(in.photos(), images, sparse, mesh, completeness).verdict(),
        images,
        in.sparse().cameras(),
        sparse,
        in.cloud().size(),
        completeness,
        mesh,
        in.model().pages().stream().map(p -> p.width() + "x" + p.height()).toList(),
        match,
        heldBack,
        in.sparse().geoReference().isPresent() ? "metre" : "arbitrary",
        run.stages(),
        run.warnings(),
        run.figures(),
        run.options(),
        run.seed());
  }

  /** The mean of the figures that the dense stage records for each view. */
  private static double completeness(Map<String, Object> figures) {
    return figures.entrySet().stream()
        .filter(e -> e.getKey().startsWith("dense.completeness."))
        .filter(e -> e.getValue() instanceof Number)
        .mapToDouble(e -> ((Number) e.getValue()).doubleValue())
        .average()
        .orElse(-1);
  }
}
