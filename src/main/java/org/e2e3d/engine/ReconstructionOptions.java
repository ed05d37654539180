package org.e2e3d.engine;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.e2e3d.engine.dense.DenseOptions;
import org.e2e3d.engine.export.ExportOptions;
import org.e2e3d.engine.features.FeatureOptions;
import org.e2e3d.engine.image.IngestOptions;
import org.e2e3d.engine.matching.MatchingOptions;
import org.e2e3d.engine.sfm.MappingOptions;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.engine.stage.StageName;
import org.e2e3d.engine.surface.SurfaceOptions;
import org.e2e3d.engine.texture.TextureOptions;

/**
 * The options of every stage, one record each.
 *
 * <p>A single option is named {@code stage.field}, as in {@code dense.maxImageSize}, or {@code
 * stage.group.field}.
 */
public record ReconstructionOptions(
    IngestOptions ingest,
    FeatureOptions features,
    MatchingOptions matching,
    MappingOptions sparse,
    DenseOptions dense,
    SurfaceOptions surface,
    TextureOptions texture,
    ExportOptions export) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** The options of a preset. */
  public static ReconstructionOptions of(Preset preset) {
    return new ReconstructionOptions(
        IngestOptions.of(preset),
        FeatureOptions.of(preset),
        MatchingOptions.of(preset),
        MappingOptions.of(preset),
        DenseOptions.of(preset),
        SurfaceOptions.of(preset),
        TextureOptions.of(preset),
        ExportOptions.of(preset));
  }

  /**
   * These options with some replaced.
   *
   * @param overrides values by dotted name
   * @throws ReconstructionException with {@link FailureCode#INVALID_OPTIONS} if a name is unknown,
   *     a value does not parse, or is out of its range
   */
  public ReconstructionOptions with(Map<String, String> overrides) {
    ObjectNode tree = JSON.valueToTree(this);
    for (Map.Entry<String, String> e : new TreeMap<>(overrides).entrySet()) {
      replace(tree, e.getKey(), e.getValue());
    }
    ReconstructionOptions changed;
    try {
      changed = JSON.treeToValue(tree, ReconstructionOptions.class);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw invalid("an option has a value of the wrong kind: " + e.getOriginalMessage());
    }
    changed.validate();
    return changed;
  }

  /**
   * @throws ReconstructionException with {@link FailureCode#INVALID_OPTIONS} naming the first field
   *     out of range
   */
  public void validate() {
    ingest.validate();
    features.validate();
    matching.validate();
    sparse.validate();
    dense.validate();
    surface.validate();
    texture.validate();
    export.validate();
  }

  /** The options of one stage as JSON text, fields in order of declaration. */
  String json(StageName stage) {
    return JSON.valueToTree(this).path(stage.label()).toString();
  }

  /** All options as a map of JSON-able values, for the manifest and the report. */
  public Map<String, Object> asMap() {
    return JSON.convertValue(
        this, JSON.getTypeFactory().constructMapType(TreeMap.class, String.class, Object.class));
  }

  private static void replace(ObjectNode tree, String name, String value) {
    int dot = name.lastIndexOf('.');
    String field = name.substring(dot + 1);
    JsonNode group = dot < 0 ? null : tree.at("/" + name.substring(0, dot).replace('.', '/'));
    if (!(group instanceof ObjectNode fields) || !fields.path(field).isValueNode()) {
      throw invalid("there is no option " + name);
    }
    JsonNode old = fields.get(field);
    try {
      if (old.isIntegralNumber()) {
        fields.put(field, Long.parseLong(value.strip()));
      } else if (old.isNumber()) {
        fields.put(field, Double.parseDouble(value.strip()));
      } else if (old.isBoolean()) {
        if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
          throw invalid("option " + name + " is " + value + "; it must be true or false");
        }
        fields.put(field, Boolean.parseBoolean(value));
      } else {
        fields.put(field, value);
      }
    } catch (NumberFormatException e) {
      throw invalid("option " + name + " is " + value + "; it must be a number");
    }
  }

  private static ReconstructionException invalid(String message) {
    return new ReconstructionException(
        FailureCode.INVALID_OPTIONS, message, "Correct the option and run again.", List.of());
  }
}
