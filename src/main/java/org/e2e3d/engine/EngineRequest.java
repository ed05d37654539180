package org.e2e3d.engine;

import java.nio.file.Path;
import java.util.Map;
import org.e2e3d.engine.stage.Preset;

/**
 * What to reconstruct.
 *
 * @param images folder of photographs, searched recursively; never written to
 * @param output folder the model's files are written to; made if missing
 * @param workspace scratch folder with one sub-folder a stage; a later request with the same one
 *     resumes from its checkpoints
 * @param preset how much detail
 * @param overrides single options by dotted name, such as {@code dense.maxImageSize=1600}
 */
public record EngineRequest(
    Path images, Path output, Path workspace, Preset preset, Map<String, String> overrides) {

  public EngineRequest {
    overrides = Map.copyOf(overrides);
  }
}
