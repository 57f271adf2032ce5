package to.clasp.auth;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a session may do.
 *
 * @param subject who it is, or empty for nobody in particular
 * @param scopes what is allowed; everything else is not
 */
public record Grant(String subject, List<Scope> scopes) {
  /** Everything, for nobody in particular. */
  public static final Grant EVERYTHING = new Grant("", List.of(Scope.EVERYTHING));

  /** Checks for null and copies the list. */
  public Grant {
    requireNonNull(subject, "subject");
    scopes = List.copyOf(scopes);
  }

  /**
   * Whether an address may be read.
   *
   * @param address a valid address
   * @return true if a scope allows it
   */
  public boolean mayRead(String address) {
    return allows(Scope.Action.READ, address);
  }

  /**
   * Whether an address may be written.
   *
   * @param address a valid address
   * @return true if a scope allows it
   */
  public boolean mayWrite(String address) {
    return allows(Scope.Action.WRITE, address);
  }

  private boolean allows(Scope.Action action, String address) {
    for (Scope scope : scopes) {
      if (scope.allows(action, address)) {
        return true;
      }
    }
    return false;
  }
}
