package to.clasp.osc.internal.value;

import java.util.Arrays;
import java.util.stream.Collectors;
import to.clasp.osc.internal.codec.OscWriter;

/** Which OSC types numbers are sent as. Many devices know only some of them. */
public enum NumberTypes {
  /** Integers as {@code i}, or {@code h} if they need more than 32 bits; floats as {@code f}. */
  STANDARD("if"),
  /** Integers as {@code h}, floats as {@code d}: nothing is lost. */
  WIDE("hd"),
  /** All numbers as {@code f}. */
  FLOATS("f");

  private final String letters;

  NumberTypes(String letters) {
    this.letters = letters;
  }

  /**
   * The types of their letters.
   *
   * @param letters {@code if}, {@code hd} or {@code f}
   * @return the types
   * @throws IllegalArgumentException if there are no such types
   */
  public static NumberTypes of(String letters) {
    return Arrays.stream(values())
        .filter(types -> types.letters.equals(letters))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "types = '"
                        + letters
                        + "' must be one of "
                        + Arrays.stream(values())
                            .map(types -> types.letters)
                            .collect(Collectors.joining(", "))));
  }

  void write(long number, OscWriter to) {
    if (this == FLOATS) {
      to.float32(number);
    } else if (this == WIDE || number != (int) number) {
      to.int64('h', number);
    } else {
      to.int32('i', (int) number);
    }
  }

  void write(double number, OscWriter to) {
    if (this == WIDE) {
      to.float64(number);
    } else {
      to.float32((float) number);
    }
  }
}
