package org.e2e3d.engine.export.viewer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * What the page of a model needs beside itself: the viewer (three.js, with its licence) as one
 * script, its style sheet, and the small model as a script, for pages opened from the disk.
 */
public final class ViewerFiles {
  /** The script of the viewer. */
  public static final String SCRIPT = "viewer/viewer.js";

  /** The style of the page. */
  public static final String STYLE = "viewer/viewer.css";

  /** The model as a script. */
  public static final String OFFLINE = "viewer/model.js";

  /** The licence of three.js. */
  public static final String LICENCE = "viewer/LICENSE-three.js.txt";

  private ViewerFiles() {}

  /** Gives the place of a file of the model. */
  public interface Places {
    /** Where to write a file; its folder is there. */
    Path of(String name) throws IOException;
  }

  /**
   * Writes the files.
   *
   * @param glb the model that pages opened from the disk show
   */
  public static void write(Places places, Path glb) throws IOException {
    String script = "/* Contains three.js, MIT licence: see LICENSE-three.js.txt */\n" + script();
    Files.writeString(places.of(SCRIPT), script, StandardCharsets.UTF_8);
    Files.writeString(places.of(STYLE), resource("viewer.css"), StandardCharsets.UTF_8);
    Files.writeString(places.of(LICENCE), resource("three/LICENSE"), StandardCharsets.UTF_8);
    String text = Base64.getEncoder().encodeToString(Files.readAllBytes(glb));
    Files.writeString(
        places.of(OFFLINE), "window.e2e3dModel = '" + text + "';\n", StandardCharsets.US_ASCII);
  }

  /** The viewer and the parts of three.js that it uses, joined. */
  static String script() throws IOException {
    return new ScriptBundle()
        .add("./three.core.min.js", resource("three/three.core.min.js"))
        .add("three", resource("three/three.module.min.js"))
        .add("../utils/BufferGeometryUtils.js", resource("three/BufferGeometryUtils.js"))
        .add("three/addons/controls/OrbitControls.js", resource("three/OrbitControls.js"))
        .add("three/addons/loaders/GLTFLoader.js", resource("three/GLTFLoader.js"))
        .add("viewer", resource("viewer.js"))
        .script();
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ViewerFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the viewer's " + name + " is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
