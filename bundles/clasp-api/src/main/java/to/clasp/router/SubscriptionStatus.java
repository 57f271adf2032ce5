package to.clasp.router;

import static java.util.Objects.requireNonNull;

import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.Features;

/**
 * One subscription of a session.
 *
 * @param id its id, as the client chose it
 * @param pattern what it asks for
 * @param types the types of signals it asks for; never none
 */
public record SubscriptionStatus(long id, AddressPattern pattern, Features types) {
  /** Checks for null. */
  public SubscriptionStatus {
    requireNonNull(pattern, "pattern");
    requireNonNull(types, "types");
  }
}
