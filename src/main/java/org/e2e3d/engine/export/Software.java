package org.e2e3d.engine.export;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;
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
  private static final String[][] LIBRARIES = {
    {"javacpp", "org.bytedeco", "javacpp"},
    {"opencv-preset", "org.bytedeco", "opencv"},
    {"openblas-preset", "org.bytedeco", "openblas"},
    {"jackson", "com.fasterxml.jackson.core", "jackson-databind"},
    {"metadata-extractor", "com.drewnoakes", "metadata-extractor"},
  };

  public Software {
    libraries = new TreeMap<>(libraries);
  }

  /** What runs here and now. */
  static Software current() {
    String version = Software.class.getPackage().getImplementationVersion();
    Map<String, String> libraries = new TreeMap<>();
    libraries.put("opencv", opencv_core.CV_VERSION);
    for (String[] l : LIBRARIES) {
      String v = mavenVersion(l[1], l[2]);
      if (v != null) {
        libraries.put(l[0], v);
      }
    }
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

  /** The version that a library's jar names, or null if it names none. */
  private static String mavenVersion(String group, String artifact) {
    String name = "META-INF/maven/" + group + "/" + artifact + "/pom.properties";
    try (InputStream in = Software.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        return null;
      }
      Properties p = new Properties();
      p.load(in);
      return p.getProperty("version");
    } catch (IOException e) {
      return null;
    }
  }
}
