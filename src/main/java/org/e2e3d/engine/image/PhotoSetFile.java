package org.e2e3d.engine.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.e2e3d.engine.stage.ImageEvidence;

/** Stage 1's checkpoint: {@code photos.json}. */
public final class PhotoSetFile {
  private static final String NAME = "photos.json";

  private PhotoSetFile() {}

  /** Writes the set below {@code folder}; files are told relative to the image folder. */
  public static void write(Path folder, Path imageFolder, PhotoSet set) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode root = json.createObjectNode();
    root.put("imageFolder", imageFolder.toAbsolutePath().toString());
    ArrayNode photos = root.putArray("photos");
    for (Photo p : set.photos()) {
      ObjectNode o = photos.addObject();
      o.put("id", p.id());
      o.put("name", p.name());
      o.put("width", p.width());
      o.put("height", p.height());
      o.put("quarterTurns", p.quarterTurns());
      o.put("cameraGroup", p.cameraGroup());
      putFinite(o, "focalPixels", p.focalPixels());
      p.gps()
          .ifPresent(
              g -> {
                ObjectNode place = o.putObject("gps");
                place.put("latitude", g.latitude());
                place.put("longitude", g.longitude());
                putFinite(place, "altitude", g.altitude());
                putFinite(place, "dop", g.dop());
              });
      p.takenAt().ifPresent(t -> o.put("takenAt", t.toString()));
      o.put("sharpness", p.sharpness());
      o.putObject("exposure")
          .put("mean", p.exposure().mean())
          .put("black", p.exposure().black())
          .put("white", p.exposure().white());
      o.put("digest", p.digest());
      p.mask()
          .ifPresent(
              m ->
                  o.put(
                      "mask",
                      imageFolder.toAbsolutePath().relativize(m.toAbsolutePath()).toString()));
    }
    ArrayNode refused = root.putArray("refused");
    for (ImageEvidence e : set.refused()) {
      refused
          .addObject()
          .put("image", e.image())
          .put("problem", e.problem())
          .put("detail", e.detail());
    }
    json.writerWithDefaultPrettyPrinter().writeValue(folder.resolve(NAME).toFile(), root);
  }

  /**
   * Reads a set whose image folder still stands where it was.
   *
   * @throws IOException if the checkpoint is missing or damaged
   */
  public static PhotoSet read(Path folder) throws IOException {
    JsonNode root = tree(folder);
    return parse(root, Path.of(root.path("imageFolder").asText()));
  }

  /**
   * Reads a set whose images now stand in the given folder.
   *
   * @throws IOException if the checkpoint is missing or damaged
   */
  public static PhotoSet read(Path folder, Path imageFolder) throws IOException {
    return parse(tree(folder), imageFolder);
  }

  private static JsonNode tree(Path folder) throws IOException {
    JsonNode root = new ObjectMapper().readTree(Files.readAllBytes(folder.resolve(NAME)));
    if (!root.path("photos").isArray()) {
      throw new IOException(folder.resolve(NAME) + " is no photo list");
    }
    return root;
  }

  private static PhotoSet parse(JsonNode root, Path images) throws IOException {
    List<Photo> photos = new ArrayList<>();
    for (JsonNode o : root.path("photos")) {
      photos.add(photo(o, images));
    }
    List<ImageEvidence> refused = new ArrayList<>();
    for (JsonNode e : root.path("refused")) {
      refused.add(
          new ImageEvidence(
              e.path("image").asText(), e.path("problem").asText(), e.path("detail").asText()));
    }
    return new PhotoSet(photos, refused);
  }

  private static Photo photo(JsonNode o, Path images) throws IOException {
    JsonNode exposure = o.path("exposure");
    return new Photo(
        o.path("id").asInt(),
        o.path("name").asText(),
        images.resolve(o.path("name").asText()),
        o.path("width").asInt(),
        o.path("height").asInt(),
        o.path("quarterTurns").asInt(),
        o.path("cameraGroup").asInt(),
        o.path("focalPixels").asDouble(Double.NaN),
        gps(o.path("gps")),
        takenAt(o.path("takenAt")),
        o.path("sharpness").asDouble(),
        new Exposure(
            exposure.path("mean").asDouble(),
            exposure.path("black").asDouble(),
            exposure.path("white").asDouble()),
        o.path("digest").asText(),
        o.has("mask") ? Optional.of(images.resolve(o.path("mask").asText())) : Optional.empty());
  }

  private static Optional<GeoPoint> gps(JsonNode place) {
    return place.isObject()
        ? Optional.of(
            new GeoPoint(
                place.path("latitude").asDouble(),
                place.path("longitude").asDouble(),
                place.path("altitude").asDouble(Double.NaN),
                place.path("dop").asDouble(Double.NaN)))
        : Optional.empty();
  }

  private static Optional<LocalDateTime> takenAt(JsonNode time) throws IOException {
    try {
      return time.isTextual() ? Optional.of(LocalDateTime.parse(time.asText())) : Optional.empty();
    } catch (DateTimeParseException e) {
      throw new IOException("the photo list holds a damaged time", e);
    }
  }

  private static void putFinite(ObjectNode o, String field, double value) {
    if (Double.isFinite(value)) {
      o.put(field, value);
    }
  }
}
