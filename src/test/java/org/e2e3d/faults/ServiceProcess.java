package org.e2e3d.faults;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.e2e3d.app.Main;
import org.e2e3d.app.Service;
import org.e2e3d.app.Settings;
import org.e2e3d.engine.process.ChildProcessEngine;
import org.e2e3d.engine.process.EngineProcessOptions;

/**
 * The service in a process of its own; settings as NAME=VALUE; {@code --real} for the engine,
 * {@code --once} to stop.
 */
final class ServiceProcess {
  private ServiceProcess() {}

  public static void main(String[] args) throws Exception {
    Map<String, String> flags = new HashMap<>();
    boolean once = false;
    Clock clock = Clock.systemUTC();
    String engine = LightEngine.class.getName();
    for (String arg : args) {
      int is = arg.indexOf('=');
      if (arg.startsWith("--clock=")) {
        clock = new SettableClock(Path.of(arg.substring(is + 1)));
      } else if (arg.equals("--once")) {
        once = true;
      } else if (arg.equals("--real")) {
        engine = Main.class.getName();
      } else {
        flags.put(arg.substring(0, is), arg.substring(is + 1));
      }
    }
    ChildProcessEngine child =
        new ChildProcessEngine(
            new EngineProcessOptions(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                engine,
                1,
                engine.equals(Main.class.getName()) ? 2L << 30 : 512L << 20,
                Duration.ofMinutes(5)));
    Service service = Service.start(Settings.of(flags), child, clock);
    Runtime.getRuntime().addShutdownHook(new Thread(service::close, "stop"));
    System.out.println("ready " + service.storeSettings().endpoint());
    System.out.flush();
    if (once) {
      service.close();
      System.exit(0);
    }
    service.awaitStop();
  }
}
