package org.e2e3d.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Explores every order of events of a scenario, depth first: what happens next is asked of a list
 * of choices, and each choice not yet taken is taken in a run of its own that repeats the same way
 * from the beginning (stateless search: Godefroid, VeriSoft, POPL 1997). A state seen before is not
 * gone on from: a state is what is stored, what is in the queue, the time, what faults are left,
 * and for each task all that its calls were answered so far, of which it is a function.
 */
final class ModelExplorer {
  /** A scenario from its beginning. */
  interface Beginning {
    ModelRun begin();
  }

  /** What the search found. */
  record Result(long runs, long states, long steps, Optional<Violation> violation) {}

  /** A broken promise, and the way to it. */
  record Violation(String what, List<String> way) {
    @Override
    public String toString() {
      return what + "\n  after:\n    " + String.join("\n    ", way);
    }
  }

  private final Beginning beginning;
  private final long mostRuns;
  private final Set<Digest128> seen = new HashSet<>();
  private final Deque<int[]> open = new ArrayDeque<>();
  private long runs;
  private long steps;

  /**
   * @param mostRuns the search fails beyond; it never stops quietly before its end
   */
  ModelExplorer(Beginning beginning, long mostRuns) {
    this.beginning = beginning;
    this.mostRuns = mostRuns;
  }

  /** Searches to the end, or to the first broken promise. */
  Result search() {
    open.push(new int[0]);
    while (!open.isEmpty()) {
      if (++runs > mostRuns) {
        throw new IllegalStateException(
            "more than " + mostRuns + " runs; " + seen.size() + " states so far");
      }
      Optional<Violation> violation = follow(open.pop());
      if (violation.isPresent()) {
        return result(violation);
      }
    }
    return result(Optional.empty());
  }

  private Result result(Optional<Violation> violation) {
    return new Result(runs, seen.size(), steps, violation);
  }

  private Optional<Violation> follow(int[] way) {
    List<Integer> taken = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    try (ModelRun run = beginning.begin()) {
      run.run(
          r -> {
            steps++;
            // what comes before was looked at by an earlier run
            if (taken.size() >= way.length - 1) {
              r.broken().ifPresent(broken::add);
            }
            if (!broken.isEmpty()) {
              return -1;
            }
            List<String> choices = r.choices();
            int choice = 0;
            if (taken.size() < way.length) {
              choice = way[taken.size()];
            } else if (!seen.add(r.state())) {
              return -1;
            } else {
              others(taken, choices.size());
            }
            taken.add(choice);
            return choice;
          });
      if (broken.isEmpty() && run.over()) {
        run.settle().ifPresent(broken::add);
      }
      return broken.stream().findFirst().map(what -> new Violation(what, run.way()));
    }
  }

  private void others(List<Integer> taken, int choices) {
    for (int i = choices - 1; i > 0; i--) {
      int[] other = new int[taken.size() + 1];
      for (int k = 0; k < taken.size(); k++) {
        other[k] = taken.get(k);
      }
      other[taken.size()] = i;
      open.push(other);
    }
  }
}
