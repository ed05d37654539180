package org.e2e3d.app;

import java.net.URI;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;

/** Health, metrics and Jolokia on a loopback port: Camel's own server, set up our way. */
final class ManagementServer {
  private ManagementServer() {}

  static void configure(Settings.Management management, Properties camel) {
    camel.setProperty("camel.health.enabled", "true");
    camel.setProperty("camel.health.exposureLevel", "full");
    camel.setProperty("camel.metrics.enabled", "true");
    camel.setProperty("camel.metrics.enableMessageHistory", "false");
    camel.setProperty(
        "camel.metrics.binders", "jvm-memory,jvm-gc,jvm-thread,processor,uptime,file-descriptor");
    if (management.port() < 0) {
      return;
    }
    camel.setProperty("camel.management.enabled", "true");
    camel.setProperty("camel.management.host", management.host());
    camel.setProperty("camel.management.port", Integer.toString(management.port()));
    camel.setProperty("camel.management.healthCheckEnabled", "true");
    camel.setProperty("camel.management.metricsEnabled", "true");
    camel.setProperty("camel.management.jolokiaEnabled", "true");
  }

  static Optional<URI> url(CamelContext context, Settings.Management management) {
    ManagementHttpServer server = context.hasService(ManagementHttpServer.class);
    return Optional.ofNullable(server)
        .map(s -> URI.create("http://" + management.host() + ":" + s.getPort() + "/observe"));
  }
}
