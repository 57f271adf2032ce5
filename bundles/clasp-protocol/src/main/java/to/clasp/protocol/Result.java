package to.clasp.protocol;

import java.util.List;

/**
 * RESULT (0x61): announced signals that match a QUERY.
 *
 * @param signals the signals; their meta cannot be written
 */
public record Result(List<Signal> signals) implements Message {
  /** Checks for null and copies the list. */
  public Result {
    signals = List.copyOf(signals);
  }
}
