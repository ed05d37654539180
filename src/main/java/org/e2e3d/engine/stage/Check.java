package org.e2e3d.engine.stage;

import java.util.List;
import java.util.Locale;

/**
 * Range checks for option records; a failed check names the field, its value and what is allowed.
 */
public final class Check {
  private Check() {}

  /**
   * @throws ReconstructionException with {@link FailureCode#INVALID_OPTIONS} if value is not in
   *     [min, max]
   */
  public static void range(String field, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw invalid(field, number(value), "must be between " + number(min) + " and " + number(max));
    }
  }

  /**
   * @throws ReconstructionException with {@link FailureCode#INVALID_OPTIONS} if the condition does
   *     not hold
   */
  public static void that(boolean condition, String field, Object value, String rule) {
    if (!condition) {
      throw invalid(field, String.valueOf(value), rule);
    }
  }

  private static ReconstructionException invalid(String field, String value, String rule) {
    return new ReconstructionException(
        FailureCode.INVALID_OPTIONS,
        "option " + field + " is " + value + "; it " + rule,
        "Correct the option and run again.",
        List.of());
  }

  private static String number(double v) {
    return v == Math.rint(v) && Math.abs(v) < 1e15
        ? String.format(Locale.ROOT, "%d", (long) v)
        : Double.toString(v);
  }
}
