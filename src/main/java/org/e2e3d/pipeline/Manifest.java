package org.e2e3d.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.e2e3d.engine.stage.Preset;

/**
 * A batch's {@code batch.json}: {@code {"files": ["a.jpg", {"name": "b.jpg", "size": 123}],
 * "preset": "low", "options": {"dense.maxImageSize": 1600}}}. Every part may be left out.
 *
 * @param files the files the batch consists of; empty if it does not say
 * @param options preset and single options, by name
 * @param problem why the manifest cannot be used; empty if it can
 */
record Manifest(List<Entry> files, Map<String, String> options, String problem) {
  /** No manifest. */
  static final Manifest NONE = new Manifest(List.of(), Map.of(), "");

  private static final int LIMIT = 1 << 20;
  private static final int OPTIONS = 100;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param size bytes; -1 if the manifest does not say
   */
  record Entry(String name, long size) {}

  Manifest {
    files = List.copyOf(files);
    options = Map.copyOf(options);
  }

  static Manifest read(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(LIMIT + 1);
    if (bytes.length > LIMIT) {
      return bad("it is longer than " + LIMIT + " bytes");
    }
    try {
      return parse(JSON.readTree(bytes));
    } catch (JsonProcessingException e) {
      return bad("it is no valid JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      return bad("it is no text: " + e.getMessage()); // such as UTF-32 that breaks off
    } catch (IllegalArgumentException e) {
      return bad(e.getMessage());
    }
  }

  private static Manifest bad(String why) {
    return new Manifest(List.of(), Map.of(), why);
  }

  private static Manifest parse(JsonNode root) {
    if (root == null || !root.isObject()) {
      throw new IllegalArgumentException("it is no JSON object");
    }
    List<Entry> files = new ArrayList<>();
    for (JsonNode file : root.path("files")) {
      String name = file.isTextual() ? file.asText() : file.path("name").asText("");
      if (name.isBlank()) {
        throw new IllegalArgumentException("an entry of files has no name");
      }
      files.add(new Entry(name, file.path("size").asLong(-1)));
    }
    Map<String, String> options = new TreeMap<>();
    if (root.hasNonNull("preset")) {
      String preset = root.get("preset").asText().toLowerCase(Locale.ROOT);
      Preset.valueOf(preset.toUpperCase(Locale.ROOT)); // says which names there are
      options.put("preset", preset);
    }
    root.path("options")
        .properties()
        .forEach(
            option -> {
              if (!option.getValue().isValueNode()) {
                throw new IllegalArgumentException("option " + option.getKey() + " is no value");
              }
              options.put(option.getKey(), option.getValue().asText());
            });
    if (options.size() > OPTIONS) {
      throw new IllegalArgumentException("it has more than " + OPTIONS + " options");
    }
    return new Manifest(files, options, "");
  }
}
