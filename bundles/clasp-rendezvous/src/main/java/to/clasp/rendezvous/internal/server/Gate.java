package to.clasp.rendezvous.internal.server;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import to.clasp.auth.Authenticator;
import to.clasp.auth.Credentials;
import to.clasp.auth.Grant;
import to.clasp.http.HttpRequest;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;
import to.clasp.transport.ConnectionInfo;

/** Asks the authenticator, which also says who may open a session, about each request. */
final class Gate {
  private static final String BEARER = "bearer ";

  private final Authenticator authenticator;

  Gate(Authenticator authenticator) {
    this.authenticator = authenticator;
  }

  /** Completes when the request may be done, exceptionally with {@link Refused} when not. */
  CompletionStage<Void> admit(HttpRequest request, Right needed, String address) {
    if (needed == Right.NONE) {
      return CompletableFuture.completedFuture(null);
    }
    ConnectionInfo connection =
        new ConnectionInfo("http", request.remote(), request.secure(), true, Optional.empty());
    return authenticator
        .authenticate(new Credentials("", token(request), connection))
        .handle(
            (grant, failure) -> {
              check(grant, failure, needed, address);
              return null;
            });
  }

  private static String token(HttpRequest request) {
    return request
        .header("authorization")
        .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(value -> value.substring(BEARER.length()).strip())
        .orElse(null);
  }

  private static void check(Grant grant, Throwable failure, Right needed, String address) {
    if (failure != null) {
      throw new CompletionException(refusal(failure));
    }
    if (grant.lease() != null) {
      grant.lease().release(); // there is no session that would outlive the request
    }
    if (grant.isExpired(Instant.now())) {
      throw new CompletionException(new Refused(401, "the token has expired"));
    }
    if (!needed.isIn(grant, address)) {
      throw new CompletionException(
          new Refused(
              403,
              "the token does not allow "
                  + needed.name().toLowerCase(Locale.ROOT)
                  + ":"
                  + address));
    }
  }

  private static Refused refusal(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (!(cause instanceof ProtocolException refused)) {
      return new Refused(503, "authentication is not possible now", 1);
    }
    ErrorCode code = refused.code();
    return switch (code) {
      case UNAUTHORIZED, TOKEN_EXPIRED -> new Refused(401, refused.getMessage());
      case FORBIDDEN -> new Refused(403, refused.getMessage());
      case LIMIT_EXCEEDED -> new Refused(429, refused.getMessage(), 60);
      default -> new Refused(503, "authentication is not possible now", 1);
    };
  }
}
