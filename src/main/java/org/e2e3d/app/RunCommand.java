package org.e2e3d.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code run}: the service. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs the service until it is told to stop (Ctrl-C or SIGTERM).",
    footer = {
      "",
      "Settings come from application.properties in the jar, --config FILE, the environment",
      "(e2e3d.inbox.quiet is E2E3D_INBOX_QUIET) and --set, the later ones winning."
    })
final class RunCommand implements Callable<Integer> {
  @Mixin private ServiceFlags flags;

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = flags.settings();
    try (Service service = Service.start(settings)) {
      Thread stop = new Thread(service::close, "stop");
      Runtime.getRuntime().addShutdownHook(stop);
      System.out.println("inbox folder: " + settings.inbox().folder().toAbsolutePath());
      System.out.println("inbox bucket: " + service.inboxUrl());
      System.out.println("newest model: " + service.publicUrl());
      service.managementUrl().ifPresent(url -> System.out.println("management:   " + url));
      System.out.flush();
      service.awaitStop();
    }
    return 0;
  }
}
