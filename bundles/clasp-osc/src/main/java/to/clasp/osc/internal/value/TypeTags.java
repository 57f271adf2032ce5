package to.clasp.osc.internal.value;

import static java.nio.charset.StandardCharsets.US_ASCII;

import to.clasp.osc.internal.codec.OscWriter;
import to.clasp.protocol.Value;

/** The type tags that a value is sent with. */
public final class TypeTags {
  private static final int SHORTEST_ADDRESS = 4;

  private TypeTags() {}

  /**
   * Finds them out by writing the value.
   *
   * @param value the value
   * @param types of numbers
   * @return the tags, without the comma
   */
  public static String of(Value value, NumberTypes types) {
    OscWriter writer = new OscWriter().begin("/", 0);
    ValueArguments.write(value, types, writer);
    writer.end();
    int start = SHORTEST_ADDRESS + 1;
    int end = start;
    while (writer.bytes()[end] != 0) {
      end++;
    }
    return new String(writer.bytes(), start, end - start, US_ASCII);
  }
}
