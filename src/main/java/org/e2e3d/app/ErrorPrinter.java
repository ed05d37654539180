package org.e2e3d.app;

import org.e2e3d.engine.stage.ReconstructionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Errors as a person wants them: a sentence and a cure; the stack trace goes to the log. */
final class ErrorPrinter implements IExecutionExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorPrinter.class);

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    LOG.debug("{} failed", command.getCommandName(), e);
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    command.getErr().println("e2e3d " + command.getCommandName() + ": " + message);
    if (e instanceof ReconstructionException typed) {
      command.getErr().println(typed.advice());
    }
    command.getErr().flush();
    return 1;
  }
}
