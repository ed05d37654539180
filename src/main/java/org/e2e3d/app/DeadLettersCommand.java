package org.e2e3d.app;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;
import org.e2e3d.job.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dead-letters}: what became of batches without a model. */
@Command(
    name = "dead-letters",
    mixinStandardHelpOptions = true,
    description = "Lists, shows, replays and discards dead letters.",
    subcommands = {
      DeadLettersCommand.ListCommand.class,
      DeadLettersCommand.ShowCommand.class,
      ReplayCommand.class,
      DeadLettersCommand.DiscardCommand.class
    })
final class DeadLettersCommand {

  /** {@code list}. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "One line a dead letter, the newest first: job, code, message.")
  static final class ListCommand extends DeskCommand {
    @Option(names = "--limit", defaultValue = "100", description = "The most to list.")
    private int limit;

    @Override
    int at(JobDesk desk, Settings settings) {
      List<Job> letters = desk.letters().list(Math.max(1, limit));
      for (Job job : letters) {
        String later = desk.letters().replayedBy(job).map(id -> "  replayed by " + id).orElse("");
        System.out.printf(
            Locale.ROOT,
            "%-48s %4d images  %s%s%n",
            job.id(),
            job.images(),
            job.whyNot().map(why -> why.code() + ": " + why.message()).orElse(""),
            later);
      }
      if (letters.isEmpty()) {
        System.out.println("There are no dead letters.");
      }
      return 0;
    }
  }

  /** {@code show}. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Prints a dead letter: the reason, the evidence, what to do.")
  static final class ShowCommand extends DeskCommand {
    @Parameters(paramLabel = "BATCH", description = "Name of the batch, or a job's id.")
    private String batch;

    @Override
    int at(JobDesk desk, Settings settings) {
      System.out.println(desk.letters().show(batch));
      return 0;
    }
  }

  /** {@code discard}. */
  @Command(
      name = "discard",
      mixinStandardHelpOptions = true,
      description = "Throws a dead letter away, with its images. There is no way back.")
  static final class DiscardCommand extends DeskCommand {
    @Parameters(paramLabel = "JOB", description = "Id of the job, as list prints it.")
    private String id;

    @Option(names = "--yes", description = "Do it without asking.")
    private boolean yes;

    @Override
    int at(JobDesk desk, Settings settings) {
      if (!yes && !confirmed()) {
        System.err.println("Nothing was discarded. Say --yes to do it without being asked.");
        return 1;
      }
      System.out.println("discarded " + desk.letters().discard(id).id());
      return 0;
    }

    private boolean confirmed() {
      System.out.print("Throw the dead letter of " + id + " away, with its images? [y/N] ");
      System.out.flush();
      try (Scanner in = new Scanner(System.in, Charset.defaultCharset())) {
        return in.hasNextLine() && in.nextLine().strip().toLowerCase(Locale.ROOT).startsWith("y");
      }
    }
  }
}
