package to.clasp.auth;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import to.clasp.protocol.AddressPattern;

/**
 * What a session may do, and until when. What no scope allows is not allowed.
 *
 * <p>A grant with a lease is for one session. Whoever is given it either opens a session with it,
 * which takes over the lease, or {@linkplain Lease#release releases} the lease itself.
 *
 * @param subject who it is, or empty for nobody in particular
 * @param scopes what is allowed
 * @param constraints bounds on what is written; all that match hold
 * @param expiry when it ends, and every session with it, or null for never
 * @param lease what the credential lends to the session, or null for nothing
 * @param issuedToken a token made for the client, told to it in WELCOME, or null for none; secret,
 *     never to be logged
 */
public record Grant(
    String subject,
    List<Scope> scopes,
    List<Constraint> constraints,
    Instant expiry,
    Lease lease,
    String issuedToken) {
  /** Everything, for nobody in particular. */
  public static final Grant EVERYTHING = new Grant("", List.of(Scope.EVERYTHING));

  /** Checks for null and copies the lists. */
  public Grant {
    requireNonNull(subject, "subject");
    scopes = List.copyOf(scopes);
    constraints = List.copyOf(constraints);
  }

  /**
   * A grant without constraints that never ends.
   *
   * @param subject who it is, or empty for nobody in particular
   * @param scopes what is allowed
   */
  public Grant(String subject, List<Scope> scopes) {
    this(subject, scopes, List.of(), null, null, null);
  }

  /**
   * Whether an address may be read.
   *
   * @param address a valid address
   * @return true if a scope of any action allows it
   */
  public boolean mayRead(String address) {
    return allows(Scope.Action.READ, address);
  }

  /**
   * Whether an address may be written. What may be written may be read.
   *
   * @param address a valid address
   * @return true if a scope to write or to administer allows it
   */
  public boolean mayWrite(String address) {
    return allows(Scope.Action.WRITE, address);
  }

  /**
   * Whether an address may be administered. What may be administered may be written and read.
   *
   * @param address a valid address
   * @return true if a scope to administer allows it
   */
  public boolean mayAdmin(String address) {
    return allows(Scope.Action.ADMIN, address);
  }

  private boolean allows(Scope.Action action, String address) {
    for (Scope scope : scopes) {
      if (scope.allows(action, address)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether any of the addresses that a pattern matches may be read.
   *
   * @param pattern such as that of a subscription
   * @return true if there is an address that both the pattern and a scope match
   */
  public boolean mayReadSomeOf(AddressPattern pattern) {
    for (Scope scope : scopes) {
      if (scope.pattern().intersects(pattern)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether it has ended.
   *
   * @param now the time
   * @return true from the instant of its expiry on
   */
  public boolean isExpired(Instant now) {
    return expiry != null && !now.isBefore(expiry);
  }

  /** For logs: without the token. */
  @Override
  public String toString() {
    return "Grant[subject=%s, scopes=%s, constraints=%s, expiry=%s]"
        .formatted(subject, scopes, constraints, expiry);
  }
}
