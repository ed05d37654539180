package org.e2e3d.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the jar: the commands of {@code ./e2e3d}. */
@Command(
    name = "e2e3d",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = "Turns photographs into textured 3D meshes, unattended.",
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      ReconstructCommand.class,
      StatusCommand.class,
      ReplayCommand.class,
      CancelCommand.class,
      DeadLettersCommand.class,
      DoctorCommand.class,
      VerifyCommand.class,
      CommandLine.HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:it ended without a result; the reason was printed",
      "2:the command line is wrong",
      "130:stopped by Ctrl-C"
    })
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new ErrorPrinter());
  }
}
