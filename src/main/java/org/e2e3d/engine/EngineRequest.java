package org.e2e3d.engine;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.e2e3d.engine.stage.Preset;

/**
 * What to reconstruct.
 *
 * @param images folder of photographs, searched recursively; never written to
 * @param output folder the model's files are written to; made if missing
 * @param workspace scratch folder with one sub-folder a stage; a later request with the same one
 *     resumes from its checkpoints; {@link RequestNotes} may lie in it
 * @param preset how much detail
 * @param cameras folder of a sparse model as COLMAP text that is to be used instead of computing
 *     one; without it, such a model in the image folder's sub-folder {@code cameras} is used
 * @param overrides single options by dotted name, such as {@code dense.maxImageSize=1600}
 */
public record EngineRequest(
    Path images,
    Path output,
    Path workspace,
    Preset preset,
    Optional<Path> cameras,
    Map<String, String> overrides) {

  /** A request whose cameras are computed, unless they lie beside the photographs. */
  public EngineRequest(
      Path images, Path output, Path workspace, Preset preset, Map<String, String> overrides) {
    this(images, output, workspace, preset, Optional.empty(), overrides);
  }

  public EngineRequest {
    overrides = Map.copyOf(overrides);
  }
}
