package org.e2e3d.app;

import java.nio.file.Files;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command about jobs; what cannot be done is said in a sentence. */
abstract class DeskCommand implements Callable<Integer> {
  @Mixin private ServiceFlags flags;
  @Spec private CommandSpec spec;

  /** What the command does; its return value is the exit code. */
  abstract int at(JobDesk desk, Settings settings);

  @Override
  public final Integer call() {
    Settings settings = flags.settings();
    if (settings.database().url().isEmpty() && !Files.isDirectory(settings.data())) {
      System.err.println("There is no service data in " + settings.data() + ".");
      return 1;
    }
    try (JobDesk desk = JobDesk.open(settings)) {
      return at(desk, settings);
    } catch (NoSuchElementException | IllegalStateException e) {
      System.err.println(spec.qualifiedName() + ": " + e.getMessage());
      return 1;
    }
  }

  /** Says when nobody is there to act. */
  static void sayIfNobodyServes(JobDesk desk, Settings settings) {
    if (!desk.isServed()) {
      System.out.println("No service runs on " + settings.data() + "; start one with: e2e3d run");
    }
  }
}
