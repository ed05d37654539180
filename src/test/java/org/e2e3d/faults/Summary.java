package org.e2e3d.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What came of some runs of the suite.
 *
 * @param parts what the services ran on
 * @param first number of the first run of the seed's sequence
 * @param retried jobs with a further attempt
 * @param resumed of these, jobs that went on from a whole stage
 * @param looks of a reader at what was announced
 * @param treatedBadly connections and requests to the store
 * @param seconds of the wall clock
 * @param broken what does not hold, one sentence each
 */
record Summary(
    String parts,
    long seed,
    int first,
    int runs,
    Map<Fault, Integer> byFault,
    int batches,
    int models,
    int letters,
    int retried,
    int resumed,
    long looks,
    long treatedBadly,
    long seconds,
    List<String> broken) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The sum of two on the same parts. */
  Summary and(Summary other) {
    Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    faults.putAll(byFault);
    other.byFault.forEach((fault, n) -> faults.merge(fault, n, Integer::sum));
    List<String> all = new ArrayList<>(broken);
    all.addAll(other.broken);
    return new Summary(
        parts,
        seed,
        Math.min(first, other.first),
        runs + other.runs,
        faults,
        batches + other.batches,
        models + other.models,
        letters + other.letters,
        retried + other.retried,
        resumed + other.resumed,
        looks + other.looks,
        treatedBadly + other.treatedBadly,
        seconds + other.seconds,
        all);
  }

  void print(PrintStream out) {
    out.println(parts);
    out.println("runs " + runs + " in " + seconds + " s, faults " + byFault);
    out.printf(
        "batches %d: models %d, dead letters %d; jobs with a further attempt %d, of which went on"
            + " from a whole stage %d%n",
        batches, models, letters, retried, resumed);
    out.printf(
        "looks of a reader %d; connections and requests treated badly %d%n", looks, treatedBadly);
    Map<Auditor.Kind, Long> kinds = new EnumMap<>(Auditor.Kind.class);
    for (Auditor.Kind kind : Auditor.Kind.values()) {
      kinds.put(kind, broken.stream().filter(b -> b.contains(" " + kind + ": ")).count());
    }
    out.println("findings " + kinds);
    broken.forEach(out::println);
  }

  /** Keeps it in a folder, from which {@link #total} takes it. */
  void keep(Path folder) throws IOException {
    Files.createDirectories(folder);
    String name = (parts + " " + seed + " " + first).replaceAll("[^A-Za-z0-9]+", "-");
    JSON.writeValue(folder.resolve(name + ".json").toFile(), this);
  }

  /** Adds up what is kept in a folder, by parts. */
  static List<Summary> total(Path folder) throws IOException {
    Map<String, Summary> sums = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        Summary one = JSON.readValue(file.toFile(), Summary.class);
        sums.merge(one.parts, one, Summary::and);
      }
    }
    return List.copyOf(sums.values());
  }
}
