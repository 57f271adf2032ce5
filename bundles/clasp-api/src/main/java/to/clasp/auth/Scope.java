package to.clasp.auth;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.ProtocolException;

/**
 * One permission (protocol 9.4).
 *
 * @param action the most that is allowed: admin implies write, write implies read
 * @param pattern the addresses it holds for
 */
public record Scope(Action action, AddressPattern pattern) {
  /** All actions on all addresses. */
  public static final Scope EVERYTHING = new Scope(Action.ADMIN, AddressPattern.parse("/**"));

  /** What can be done with an address; each implies those before it. */
  public enum Action {
    /** Receive values, events and descriptions. */
    READ,
    /** Write params, publish signals. */
    WRITE,
    /** Administer. */
    ADMIN
  }

  /** Checks for null. */
  public Scope {
    requireNonNull(action, "action");
    requireNonNull(pattern, "pattern");
  }

  /**
   * Reads the written form {@code action:pattern}.
   *
   * @param text such as {@code read:/lights/**}; the actions are read or r, write or w, admin, a or
   *     *
   * @return the scope
   * @throws IllegalArgumentException if it is not a scope; the message says why
   */
  public static Scope parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("scope '" + text + "' is not of the form action:pattern");
    }
    try {
      return new Scope(
          action(text.substring(0, colon)), AddressPattern.parse(text.substring(colon + 1)));
    } catch (ProtocolException e) {
      throw new IllegalArgumentException("scope '" + text + "': " + e.getMessage(), e);
    }
  }

  private static Action action(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "read", "r" -> Action.READ;
      case "write", "w" -> Action.WRITE;
      case "admin", "a", "*" -> Action.ADMIN;
      default -> throw new IllegalArgumentException("unknown action '" + name + "' in a scope");
    };
  }

  /**
   * Whether it allows an action on an address.
   *
   * @param wanted the action
   * @param address a valid address
   * @return true if it does
   */
  public boolean allows(Action wanted, String address) {
    return action.compareTo(wanted) >= 0 && pattern.matches(address);
  }
}
