package to.clasp.router;

import static java.util.Objects.requireNonNull;

import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.Features;
import to.clasp.protocol.SubscribeOptions;

/**
 * One subscription of a session.
 *
 * @param id its id, as the client chose it
 * @param pattern what it asks for
 * @param types the types of signals it asks for; never none
 * @param options what else it asks for, as the client stated it
 */
public record SubscriptionStatus(
    long id, AddressPattern pattern, Features types, SubscribeOptions options) {
  /** Checks for null. */
  public SubscriptionStatus {
    requireNonNull(pattern, "pattern");
    requireNonNull(types, "types");
    requireNonNull(options, "options");
  }
}
