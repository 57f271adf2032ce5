package to.clasp.protocol;

import java.util.List;

/**
 * BUNDLE (0x30): messages that take effect together.
 *
 * @param timestamp when they take effect, in µs since 1970-01-01 UTC (unsigned), or null for at
 *     once
 * @param messages the messages in order; one of them may be a bundle, but nothing nests deeper
 */
public record Bundle(Long timestamp, List<Message> messages) implements Message {
  /** Checks for null and copies the list. */
  public Bundle {
    messages = List.copyOf(messages);
  }
}
