package org.e2e3d.engine.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.opencv.global.opencv_core;

/**
 * What computed a model.
 *
 * @param version of this software; "development" when run from class files
 * @param java version and maker of the virtual machine
 * @param system operating system and processor
 * @param libraries versions by name
 */
public record Software(String version, String java, String system, Map<String, String> libraries) {
  private static final String LIST = "libraries.txt";

  public Software {
    libraries = new TreeMap<>(libraries);
  }

  /** What runs here and now. */
  static Software current() {
    String version = Software.class.getPackage().getImplementationVersion();
    Map<String, String> libraries = builtWith();
    libraries.put("opencv (native)", opencv_core.CV_VERSION);
    return new Software(
        version == null ? "development" : version,
        System.getProperty("java.vm.name")
            + " "
            + Runtime.version()
            + " ("
            + System.getProperty("java.vendor")
            + ")",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        libraries);
  }

  /** The libraries that the build resolved, those of the tests left out; by name. */
  private static Map<String, String> builtWith() {
    Map<String, String> libraries = new TreeMap<>();
    try (InputStream in = Software.class.getResourceAsStream(LIST)) {
      if (in == null) {
        return libraries;
      }
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        // group:artifact:type[:classifier]:version:scope, and then what is of no interest here
        String[] part = line.strip().split(" ")[0].split(":");
        if (part.length >= 5 && !part[part.length - 1].equals("test")) {
          libraries.put(part[1], part[part.length - 2]);
        }
      }
      return libraries;
    } catch (IOException e) {
      throw new UncheckedIOException("the list of libraries in the program cannot be read", e);
    }
  }
}
