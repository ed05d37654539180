package org.e2e3d.engine;

/** Which version of the software this is. */
public final class SoftwareVersion {
  private SoftwareVersion() {}

  /** The version in the jar's manifest, or {@code development} when run from class files. */
  public static String get() {
    String version = SoftwareVersion.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
