package to.clasp.auth;

import static java.util.Objects.requireNonNull;

import to.clasp.protocol.AddressPattern;

/**
 * A bound on what may be written under a pattern. It allows nothing by itself: an address that is
 * under a pattern must be allowed by a {@link Scope}, too, and every constraint whose pattern
 * matches must hold.
 *
 * @param pattern the addresses it holds for
 * @param min least number that may be written, or null for none
 * @param max greatest number that may be written, or null for none
 * @param maxRate most writes per second of one session to one address, greater than 0, or null for
 *     any number
 */
public record Constraint(AddressPattern pattern, Double min, Double max, Double maxRate) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number is none, the range is empty or the rate not
   *     greater than 0; the message says which
   */
  public Constraint {
    requireNonNull(pattern, "pattern");
    requireNumber("min", pattern, min);
    requireNumber("max", pattern, max);
    if (min != null && max != null && min > max) {
      throw new IllegalArgumentException(
          "the range from " + min + " to " + max + " for " + pattern + " is empty");
    }
    if (maxRate != null && !(maxRate > 0 && maxRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "maxRate " + maxRate + " for " + pattern + " is not a number greater than 0");
    }
  }

  private static void requireNumber(String name, AddressPattern pattern, Double bound) {
    if (bound != null && bound.isNaN()) {
      throw new IllegalArgumentException(name + " for " + pattern + " is not a number");
    }
  }

  /**
   * Whether it bounds numbers.
   *
   * @return true if it has a least or a greatest number
   */
  public boolean hasRange() {
    return min != null || max != null;
  }

  /**
   * Whether a number is within the bounds.
   *
   * @param number any number
   * @return true if it is; NaN is within no bounds, and within none at all
   */
  public boolean isInRange(double number) {
    if (!hasRange()) {
      return true;
    }
    return !Double.isNaN(number)
        && (min == null || number >= min)
        && (max == null || number <= max);
  }
}
