package to.clasp.auth.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import to.clasp.auth.AuthAnswer;
import to.clasp.auth.AuthScheme;
import to.clasp.auth.Credentials;
import to.clasp.auth.Grant;
import to.clasp.protocol.ProtocolException;
import to.clasp.transport.ConnectionInfo;

/** A client that shows something to a scheme. */
public final class Shown {
  private Shown() {}

  public static Credentials token(String token) {
    return token(token, new InetSocketAddress("127.0.0.1", 4711));
  }

  public static Credentials token(String token, InetSocketAddress from) {
    return new Credentials(
        "test", token, new ConnectionInfo("memory", from, false, true, Optional.empty()));
  }

  public static Credentials certificate(X509Certificate certificate, String token) {
    return new Credentials(
        "test",
        token,
        new ConnectionInfo(
            "memory",
            new InetSocketAddress("127.0.0.1", 4711),
            true,
            true,
            Optional.ofNullable(certificate)));
  }

  public static AuthAnswer answer(AuthScheme scheme, Credentials credentials) {
    return scheme.check(credentials).toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  public static Grant granted(AuthScheme scheme, Credentials credentials) {
    AuthAnswer answer = answer(scheme, credentials);
    assertThat(answer).isInstanceOf(AuthAnswer.Granted.class);
    return ((AuthAnswer.Granted) answer).grant();
  }

  public static AuthAnswer.Refused refused(AuthScheme scheme, Credentials credentials) {
    AuthAnswer answer = answer(scheme, credentials);
    assertThat(answer).isInstanceOf(AuthAnswer.Refused.class);
    return (AuthAnswer.Refused) answer;
  }

  /** Opens a session with a grant. Completes with the reason when the session is ended. */
  public static CompletableFuture<ProtocolException> open(Grant grant) {
    CompletableFuture<ProtocolException> ended = new CompletableFuture<>();
    grant.lease().onRevoked(ended::complete);
    return ended;
  }
}
