package to.clasp.router.internal.session;

import java.util.List;

/**
 * How clients are treated; a session keeps the rules it was made with.
 *
 * @param maxMessagesPerSecond most messages of one session; 0 for any number
 * @param liteClients names of clients that run on a microcontroller, see {@link LiteOutlet}
 * @param liteMaxFrameBytes largest frame for such a client
 */
public record ClientRules(
    int maxMessagesPerSecond, List<NameGlob> liteClients, int liteMaxFrameBytes) {
  /** Copies the list. */
  public ClientRules {
    liteClients = List.copyOf(liteClients);
  }

  public boolean isLite(String name) {
    return liteClients.stream().anyMatch(glob -> glob.matches(name));
  }

  /** A new limit for one session, or null for none. */
  RateLimit rateLimit() {
    return maxMessagesPerSecond == 0 ? null : new RateLimit(maxMessagesPerSecond, System::nanoTime);
  }
}
