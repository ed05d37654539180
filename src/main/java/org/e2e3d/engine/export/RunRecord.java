package org.e2e3d.engine.export;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.engine.stage.StageName;

/**
 * How a reconstruction went, as the orchestrator saw it; what report and manifest tell besides the
 * model itself.
 *
 * @param started when the run began
 * @param preset the preset chosen
 * @param options the options in force, by stage label; values are option records or anything else
 *     that Jackson turns into JSON objects
 * @param seed the seed of every random choice
 * @param stages the stages before export, in order
 * @param warnings what the stages warned of, in order
 * @param images what is known about single images: refused, ignored, not registered
 * @param figures figures by name, such as "features.mean"; numbers, strings, lists or maps of these
 */
public record RunRecord(
    Instant started,
    Preset preset,
    Map<String, Object> options,
    long seed,
    List<StageRun> stages,
    List<RunWarning> warnings,
    List<ImageEvidence> images,
    Map<String, Object> figures) {

  public RunRecord {
    options = new LinkedHashMap<>(options);
    stages = List.copyOf(stages);
    warnings = List.copyOf(warnings);
    images = List.copyOf(images);
    figures = new LinkedHashMap<>(figures);
  }

  /**
   * One stage.
   *
   * @param seconds wall time
   * @param cpuSeconds processor time of the whole engine
   * @param peakMemoryBytes the process's largest resident set up to the end of the stage; 0 if
   *     unknown
   * @param resumed true if a checkpoint stood and nothing was computed
   */
  public record StageRun(
      StageName stage, double seconds, double cpuSeconds, long peakMemoryBytes, boolean resumed) {}

  /** Something a person should know about the result. */
  public record RunWarning(StageName stage, String code, String message) {}
}
