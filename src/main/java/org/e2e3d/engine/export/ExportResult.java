package org.e2e3d.engine.export;

import java.nio.file.Path;
import java.util.List;
import org.e2e3d.engine.stage.ImageEvidence;

/**
 * What was published.
 *
 * @param folder where the files are
 * @param partial true if some photographs are not part of the model
 * @param evidence every image that is not part of the model, with the reason
 * @param files every file of the model, by name; {@code manifest.json} itself is not among them
 */
public record ExportResult(
    Path folder, boolean partial, List<ImageEvidence> evidence, List<OutputFile> files) {

  public ExportResult {
    evidence = List.copyOf(evidence);
    files = List.copyOf(files);
  }
}
