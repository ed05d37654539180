package org.e2e3d.engine.export;

import java.util.Objects;

/**
 * A file of a model.
 *
 * @param name path relative to the model's folder, '/'-separated
 * @param mediaType the content type to serve it with
 * @param bytes its size
 * @param sha256 its digest, lower-case hex
 */
public record OutputFile(String name, String mediaType, long bytes, String sha256) {
  public OutputFile {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(sha256, "sha256");
  }
}
