package to.clasp.auth;

import static java.util.Objects.requireNonNull;

import to.clasp.protocol.ErrorCode;

/** What an {@link AuthScheme} says about credentials. */
public sealed interface AuthAnswer {

  /**
   * The credentials are good.
   *
   * @param grant what the client may do
   */
  record Granted(Grant grant) implements AuthAnswer {
    /** Checks for null. */
    public Granted {
      requireNonNull(grant, "grant");
    }
  }

  /**
   * The credentials belong to the scheme but are not good; no other scheme is asked.
   *
   * @param code why, for the client
   * @param message text for the client; names no secret
   */
  record Refused(ErrorCode code, String message) implements AuthAnswer {
    /** Checks for null. */
    public Refused {
      requireNonNull(code, "code");
      requireNonNull(message, "message");
    }
  }

  /** The credentials are of another kind; the next scheme is asked. */
  record NotMine() implements AuthAnswer {
    /** The only instance needed. */
    public static final NotMine INSTANCE = new NotMine();
  }
}
