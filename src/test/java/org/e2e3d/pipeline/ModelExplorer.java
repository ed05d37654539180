package org.e2e3d.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Explores every order of events of a scenario, depth first: what happens next is asked of a list
 * of choices, and each choice not yet taken is taken in a run of its own that repeats the same way
 * from the beginning (stateless search: Godefroid, VeriSoft, POPL 1997). A state seen before is not
 * gone on from: a state is what is stored, what is in the queue, the time, what faults are left,
 * what each node has in memory and on its disk, and for each task all that its calls were answered
 * so far, of which it is a function.
 *
 * <p>Of two choices that lead to the same state in either order, one order is taken: the other
 * choice sleeps until something happens that it is not independent of (sleep sets, and what is
 * taken up again of a state that is met with fewer sleeping: Godefroid, Holzmann, Pirottin,
 * State-space caching revisited, 1995). All states are met all the same.
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

  /** A way not taken yet, and what sleeps at its end. */
  private record Branch(int[] way, Set<String> asleep) {}

  private final Beginning beginning;
  private final long mostRuns;
  private final Map<Digest128, Set<String>> seen = new HashMap<>();
  private final Deque<Branch> open = new ArrayDeque<>();
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
    open.push(new Branch(new int[0], Set.of()));
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

  private Optional<Violation> follow(Branch branch) {
    int[] way = branch.way();
    List<Integer> taken = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    Set<String> asleep = new TreeSet<>(branch.asleep());
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
            Map<String, ModelRun.Choice> choices = r.choices();
            int choice =
                taken.size() < way.length ? way[taken.size()] : choose(r, choices, taken, asleep);
            taken.add(choice);
            return choice;
          });
      if (broken.isEmpty() && run.over()) {
        run.settle().ifPresent(broken::add);
      }
      return broken.stream().findFirst().map(what -> new Violation(what, run.way()));
    }
  }

  /** The first choice to be taken here, -1 if none; the others are kept for later. */
  private int choose(
      ModelRun run, Map<String, ModelRun.Choice> choices, List<Integer> taken, Set<String> asleep) {
    asleep.retainAll(choices.keySet());
    Digest128 state = run.state();
    Set<String> before = seen.get(state);
    Set<String> todo = new LinkedHashSet<>(choices.keySet());
    if (before != null) {
      todo.retainAll(before); // the others were taken when it was met before
    }
    todo.removeAll(asleep);
    if (before != null) {
      asleep.retainAll(before);
    }
    if (before == null || !before.equals(asleep)) {
      seen.put(state, asleep.isEmpty() ? Set.of() : Set.copyOf(asleep));
    }
    if (todo.isEmpty()) {
      return -1;
    }
    List<String> all = List.copyOf(choices.keySet());
    Set<String> done = new TreeSet<>(asleep);
    List<Branch> branches = new ArrayList<>();
    for (String label : todo) {
      Set<String> then = new TreeSet<>();
      for (String other : done) {
        if (choices.get(other).independentOf(choices.get(label))) {
          then.add(other);
        }
      }
      branches.add(new Branch(then(taken, all.indexOf(label)), then));
      done.add(label);
    }
    for (int i = branches.size() - 1; i > 0; i--) {
      open.push(branches.get(i));
    }
    asleep.clear();
    asleep.addAll(branches.get(0).asleep());
    return branches.get(0).way()[taken.size()];
  }

  private static int[] then(List<Integer> taken, int next) {
    int[] way = new int[taken.size() + 1];
    for (int k = 0; k < taken.size(); k++) {
      way[k] = taken.get(k);
    }
    way[taken.size()] = next;
    return way;
  }
}
