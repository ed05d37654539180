package org.e2e3d.engine;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.e2e3d.engine.stage.ImageEvidence;

/**
 * What whoever asks for a reconstruction wants to stand in its report and manifest: {@code
 * notes.json} in the workspace. It changes nothing about the model.
 *
 * @param about who asked, and of what this is a repetition: names and values
 * @param images files that were left out before the engine saw them, with reasons
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RequestNotes(Map<String, String> about, List<ImageEvidence> images) {
  private static final String FILE = "notes.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** None. */
  static final RequestNotes NONE = new RequestNotes(Map.of(), List.of());

  public RequestNotes {
    about = about == null ? Map.of() : new TreeMap<>(about);
    images = images == null ? List.of() : List.copyOf(images);
  }

  /** Writes them into a workspace, which is made if missing. */
  public void write(Path workspace) throws IOException {
    Files.createDirectories(workspace);
    Files.write(workspace.resolve(FILE), JSON.writeValueAsBytes(this));
  }

  /**
   * Reads a workspace's; none if there are none.
   *
   * @throws IOException if they cannot be read
   */
  static RequestNotes read(Path workspace) throws IOException {
    Path file = workspace.resolve(FILE);
    RequestNotes notes =
        Files.exists(file) ? JSON.readValue(file.toFile(), RequestNotes.class) : NONE;
    if (notes == null) {
      throw new IOException(file + " holds no notes");
    }
    return notes;
  }
}
