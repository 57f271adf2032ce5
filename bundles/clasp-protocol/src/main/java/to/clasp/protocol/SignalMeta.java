package to.clasp.protocol;

/**
 * Optional facts about an announced signal; each part may be null.
 *
 * @param unit unit of the value, such as {@code normalized}
 * @param range the values allowed
 * @param defaultValue the value the signal starts with
 * @param description text for people
 */
public record SignalMeta(String unit, Range range, Value defaultValue, String description) {

  /**
   * A closed range of numbers.
   *
   * @param min the smallest value allowed
   * @param max the largest value allowed
   */
  public record Range(double min, double max) {}
}
