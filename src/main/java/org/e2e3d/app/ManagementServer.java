package org.e2e3d.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Optional;
import java.util.Properties;

/** Health, metrics and Jolokia on a loopback port: Camel's own server, set up our way. */
final class ManagementServer {
  private ManagementServer() {}

  /**
   * Adds what Camel must know.
   *
   * @return the server's address; empty if there is none
   */
  static Optional<URI> configure(Settings.Management management, Properties camel) {
    camel.setProperty("camel.health.enabled", "true");
    camel.setProperty("camel.health.exposureLevel", "full");
    camel.setProperty("camel.metrics.enabled", "true");
    camel.setProperty("camel.metrics.enableMessageHistory", "false");
    camel.setProperty(
        "camel.metrics.binders", "jvm-memory,jvm-gc,jvm-thread,processor,uptime,file-descriptor");
    if (management.port() < 0) {
      return Optional.empty();
    }
    // Camel's server does not tell which port it was given, so a free one is chosen here
    int port = management.port() == 0 ? freePort(management.host()) : management.port();
    camel.setProperty("camel.management.enabled", "true");
    camel.setProperty("camel.management.host", management.host());
    camel.setProperty("camel.management.port", Integer.toString(port));
    camel.setProperty("camel.management.healthCheckEnabled", "true");
    camel.setProperty("camel.management.metricsEnabled", "true");
    camel.setProperty("camel.management.jolokiaEnabled", "true");
    return Optional.of(URI.create("http://" + management.host() + ":" + port + "/observe"));
  }

  private static int freePort(String host) {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new SettingsException("no free port for e2e3d.management.host " + host + ": " + e, e);
    }
  }
}
