package org.e2e3d.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.e2e3d.engine.ReconstructionOptions;
import org.e2e3d.engine.stage.Preset;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.job.Job;

/**
 * Commands as text, one line each, words between spaces: {@code list}, {@code show JOB}, {@code
 * replay JOB [preset=low] [dense.maxImageSize=1600] [exclude=a.jpg]…}, {@code discard JOB}, {@code
 * cancel JOB}. The answer is text too; what cannot be done is answered with {@code error: …}.
 */
public final class Commands {
  private static final int LIMIT = 100;
  private static final String EXCLUDE = "exclude";
  private static final String PRESET = "preset";

  private final DeadLetters letters;

  public Commands(DeadLetters letters) {
    this.letters = letters;
  }

  /** Carries out a command. */
  public String run(String line) {
    String[] words = line.strip().split("\\s+", 3);
    try {
      return run(words[0].toLowerCase(Locale.ROOT), words);
    } catch (NoSuchElementException
        | IllegalStateException
        | IllegalArgumentException
        | ReconstructionException e) {
      return "error: " + e.getMessage();
    }
  }

  private String run(String verb, String[] words) {
    if (verb.equals("list")) {
      return letters.list(LIMIT).stream().map(Commands::line).collect(Collectors.joining("\n"));
    }
    if (words.length < 2) {
      throw new IllegalArgumentException(
          "one of: list, show JOB, replay JOB [NAME=VALUE]…, discard JOB, cancel JOB");
    }
    String job = words[1];
    return switch (verb) {
      case "show" -> letters.show(job);
      case "replay" -> replay(job, words.length > 2 ? words[2] : "");
      case "discard" -> "discarded " + letters.discard(job).id();
      case "cancel" -> "cancelling " + letters.cancel(job).id();
      default -> throw new IllegalArgumentException("there is no command " + verb);
    };
  }

  /**
   * Replays with changes given as {@code NAME=VALUE} words; {@code exclude=IMAGE} may stand often.
   *
   * @return the new job's id
   */
  public String replay(String job, String changes) {
    Map<String, String> options = new TreeMap<>();
    List<String> exclude = new ArrayList<>();
    for (String change : changes.strip().split("\\s+")) {
      int equals = change.indexOf('=');
      if (change.isEmpty()) {
        continue;
      }
      if (equals < 1) {
        throw new IllegalArgumentException("'" + change + "' is not of the form NAME=VALUE");
      }
      String value = change.substring(equals + 1);
      if (change.startsWith(EXCLUDE + "=")) {
        exclude.add(value);
      } else {
        options.put(change.substring(0, equals), value);
      }
    }
    check(options);
    return letters.replay(job, options, exclude).id();
  }

  /**
   * @throws ReconstructionException INVALID_OPTIONS, naming the option
   * @throws IllegalArgumentException if there is no such preset
   */
  static void check(Map<String, String> options) {
    Map<String, String> single = new TreeMap<>(options);
    String preset = single.remove(PRESET);
    ReconstructionOptions.of(
            preset == null ? Preset.MEDIUM : Preset.valueOf(preset.toUpperCase(Locale.ROOT)))
        .with(single);
  }

  /** One line about a job that failed. */
  public static String line(Job job) {
    return job.id() + ": " + job.whyNot().map(why -> why.code() + ": " + why.message()).orElse("");
  }
}
