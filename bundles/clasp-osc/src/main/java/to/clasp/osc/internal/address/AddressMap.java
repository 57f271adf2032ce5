package to.clasp.osc.internal.address;

import java.util.List;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.ProtocolException;

/**
 * How addresses of OSC and of CLASP correspond: those of OSC stand below the namespace, except for
 * those below a root, which are the same on both sides.
 *
 * @param namespace an address, or empty for none
 * @param roots addresses
 */
public record AddressMap(String namespace, List<String> roots) {
  private static final String EVERYTHING = "/**";

  /** Copies the list. */
  public AddressMap {
    roots = List.copyOf(roots);
  }

  /**
   * Reads a configuration.
   *
   * @param namespace the namespace; a slash at its end makes no difference
   * @param roots the roots
   * @return how addresses correspond
   * @throws IllegalArgumentException if one is no address; names the key
   */
  public static AddressMap of(String namespace, List<String> roots) {
    return new AddressMap(
        address("namespace", namespace),
        roots.stream()
            .map(root -> address("roots", root))
            .filter(root -> !root.isEmpty())
            .toList());
  }

  private static String address(String key, String text) {
    String given = text == null ? "" : text.trim();
    String address = given.endsWith("/") ? given.substring(0, given.length() - 1) : given;
    if (address.isEmpty()) {
      return address;
    }
    try {
      if (AddressPattern.parse(address).hasWildcard()) {
        throw new IllegalArgumentException(key + " = '" + text + "' must have no wildcard");
      }
    } catch (ProtocolException invalid) {
      throw new IllegalArgumentException(key + ": " + invalid.getMessage(), invalid);
    }
    return address;
  }

  /**
   * The address of a param or signal.
   *
   * @param osc the address of a message
   * @return the address, valid or not
   */
  public String inbound(String osc) {
    return isBelowRoot(osc) ? osc : namespace + osc;
  }

  /**
   * A pattern that a client asks for: as it sees addresses, or in full.
   *
   * @param osc such as {@code /fader/*}
   * @return the pattern, valid or not
   */
  public String pattern(String osc) {
    boolean asItIs = !osc.startsWith("/") || isBelow(osc, namespace) || isBelowRoot(osc);
    return asItIs ? osc : namespace + osc;
  }

  /** The pattern of everything in the namespace. */
  public String everything() {
    return namespace + EVERYTHING;
  }

  /**
   * Where the address of a message begins in that of a param or signal.
   *
   * @param address an address
   * @return the index of a slash
   */
  public int outbound(String address) {
    return isBelow(address, namespace) ? namespace.length() : 0;
  }

  private boolean isBelowRoot(String address) {
    for (String root : roots) {
      if (isBelow(address, root)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBelow(String address, String root) {
    return address.length() > root.length()
        && address.charAt(root.length()) == '/'
        && address.startsWith(root);
  }
}
