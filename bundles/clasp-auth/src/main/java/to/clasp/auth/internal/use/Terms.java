package to.clasp.auth.internal.use;

import static java.util.Objects.requireNonNull;

import java.net.SocketAddress;
import java.util.List;
import to.clasp.auth.Grant;

/**
 * What a token is worth under the settings of the moment.
 *
 * @param grant what its holder may do, without a lease; its expiry is that of the token
 * @param maxSessions most sessions at a time with this token, 0 for any number
 * @param networks from where it may be used: every one of them must admit it
 * @param once whether it opens one session in its life and no more
 */
public record Terms(Grant grant, int maxSessions, List<Networks> networks, boolean once) {

  /** Checks for null and copies the list. */
  public Terms {
    requireNonNull(grant, "grant");
    networks = List.copyOf(networks);
  }

  /**
   * The terms of a token that is bound to nothing else.
   *
   * @param grant what its holder may do
   * @return terms without a limit
   */
  public static Terms of(Grant grant) {
    return new Terms(grant, 0, List.of(), false);
  }

  boolean admit(SocketAddress from) {
    for (Networks each : networks) {
      if (!each.admit(from)) {
        return false;
      }
    }
    return true;
  }
}
