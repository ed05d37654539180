package org.e2e3d.engine.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.e2e3d.engine.io.MalformedFileException;
import org.e2e3d.engine.scene.GeoReference;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.Preset;

/**
 * What a model is made of, from what, by what: {@code manifest.json}. It knows nothing of the job
 * that asked for the model.
 *
 * @param schema version of this layout
 * @param software what computed it
 * @param started when the reconstruction began
 * @param preset the preset chosen
 * @param options the options in force, by stage
 * @param seed the seed of every random choice
 * @param partial true if some photographs are not part of the model
 * @param inputs the accepted photographs
 * @param leftOut images that are not part of the model, with reasons
 * @param stages what each stage before export took
 * @param frame what the coordinates mean
 * @param files every other file of the model
 */
public record Manifest(
    int schema,
    Software software,
    Instant started,
    Preset preset,
    Map<String, Object> options,
    long seed,
    boolean partial,
    List<Input> inputs,
    List<ImageEvidence> leftOut,
    List<RunRecord.StageRun> stages,
    Frame frame,
    List<OutputFile> files) {

  /** The name of the file. */
  public static final String FILE = "manifest.json";

  /** The version of the layout that is written. */
  public static final int SCHEMA = 1;

  public Manifest {
    inputs = List.copyOf(inputs);
    leftOut = List.copyOf(leftOut);
    stages = List.copyOf(stages);
    files = List.copyOf(files);
  }

  /**
   * A photograph that went in.
   *
   * @param name path relative to the image folder, '/'-separated
   * @param sha256 digest of the file
   * @param used true if its camera is part of the model
   */
  public record Input(String name, String sha256, boolean used) {
    public Input {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(sha256, "sha256");
    }
  }

  /**
   * What the coordinates mean.
   *
   * @param unit "metre" if GPS gave the scale, else "arbitrary"
   * @param axes the frame shared by OBJ, PLY, STL and cameras
   * @param glbAxes the frame of the GLB's scene
   * @param glbRotation 9 entries, row-major: the rotation on the GLB's root node, from the shared
   *     frame to the GLB's; its vertices themselves are in the shared frame
   * @param geoReference where the origin is; null unless GPS placed the model
   */
  public record Frame(
      String unit, String axes, String glbAxes, double[] glbRotation, GeoReference geoReference) {

    static Frame of(Optional<GeoReference> geo, double[] glbRotation) {
      return new Frame(
          geo.isPresent() ? "metre" : "arbitrary",
          geo.isPresent()
              ? "x east, y north, z up; cameras look along their +z, with y down (COLMAP)"
              : "free; cameras look along their +z, with y down (COLMAP)",
          "x right, y up, z towards the viewer (glTF)",
          glbRotation,
          geo.orElse(null));
    }
  }

  /** Writes the manifest as JSON. */
  void write(Path file) throws IOException {
    ExportJson.write(file, this);
  }

  /**
   * Reads a model's manifest.
   *
   * @param folder the model's folder
   * @throws MalformedFileException if it is no manifest, or one of a later layout
   * @throws IOException if it is missing or cannot be read
   */
  public static Manifest read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    byte[] bytes = Files.readAllBytes(file);
    Manifest m;
    try {
      m = ExportJson.MAPPER.readValue(bytes, Manifest.class);
    } catch (IOException | NullPointerException e) {
      throw new MalformedFileException(file, "it is no manifest: " + e.getMessage());
    }
    if (m == null || m.schema < 1 || m.schema > SCHEMA) {
      throw new MalformedFileException(
          file, "its schema is " + (m == null ? "missing" : m.schema) + ", not 1 to " + SCHEMA);
    }
    return m;
  }
}
