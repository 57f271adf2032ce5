package to.clasp.auth.internal.network;

import java.util.ArrayList;
import java.util.List;
import to.clasp.auth.Scope;
import to.clasp.auth.internal.use.Networks.Network;

/**
 * What the clients of one network may do.
 *
 * @param network where they are
 * @param scopes what they may do
 */
record NetworkRule(Network network, List<Scope> scopes) {

  /**
   * Reads a rule.
   *
   * @param text {@code NETWORK=SCOPES}
   * @throws IllegalArgumentException if it is none; the message quotes it and says why
   */
  static NetworkRule parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException("'" + text + "' is not of the form NETWORK=SCOPES");
    }
    try {
      List<Scope> scopes = new ArrayList<>();
      for (String scope : text.substring(equals + 1).split(",", -1)) {
        scopes.add(Scope.parse(scope.trim()));
      }
      return new NetworkRule(Network.parse(text.substring(0, equals)), List.copyOf(scopes));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + text + "': " + e.getMessage(), e);
    }
  }

  boolean isForSameNetwork(NetworkRule other) {
    return network.prefix().equals(other.network.prefix())
        && network.bits() == other.network.bits();
  }
}
