package to.clasp.protocol;

import static java.util.Objects.requireNonNull;

/**
 * ERROR (0x51): a request failed, or the connection is about to end.
 *
 * @param code the number of the error, 0 to 65 535; see {@link ErrorCode} for the assigned ones
 * @param message text for people that names what was wrong
 * @param address the address or pattern it is about, or null
 * @param correlationId number of the request, 0 to 2^32-1, or null
 */
public record ErrorMessage(int code, String message, String address, Long correlationId)
    implements Message {
  /** Checks that the text is not null. */
  public ErrorMessage {
    requireNonNull(message, "message");
  }
}
