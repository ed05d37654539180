package org.e2e3d.app;

import org.e2e3d.engine.SoftwareVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class VersionProvider implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"e2e3d " + SoftwareVersion.get() + " (Java " + Runtime.version() + ")"};
  }
}
