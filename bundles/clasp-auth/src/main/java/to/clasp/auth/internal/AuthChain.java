package to.clasp.auth.internal;

import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.auth.AuthAnswer;
import to.clasp.auth.AuthScheme;
import to.clasp.auth.Authenticator;
import to.clasp.auth.Credentials;
import to.clasp.auth.Grant;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;

/**
 * Asks the configured schemes one after the other; the first that does not say "not mine" decides.
 * It exists while there is a scheme to ask, so that without one nothing is served.
 */
@Component(service = Authenticator.class)
public final class AuthChain implements Authenticator {
  private static final Logger LOG = LoggerFactory.getLogger(AuthChain.class);

  private final List<AuthScheme> schemes = new CopyOnWriteArrayList<>();
  private final AtomicBoolean openIgnored = new AtomicBoolean();

  @Reference(
      cardinality = ReferenceCardinality.AT_LEAST_ONE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "remove")
  void add(AuthScheme scheme) {
    schemes.add(scheme);
    reportIgnoredOpen();
  }

  void remove(AuthScheme scheme) {
    schemes.remove(scheme);
    reportIgnoredOpen();
  }

  @Override
  public CompletionStage<Grant> authenticate(Credentials credentials) {
    return ask(active().iterator(), credentials);
  }

  /** Open would make every other scheme pointless, so it counts only while it is alone. */
  private List<AuthScheme> active() {
    List<AuthScheme> strict = schemes.stream().filter(scheme -> !isOpen(scheme)).toList();
    return strict.isEmpty() ? List.copyOf(schemes) : strict;
  }

  private CompletionStage<Grant> ask(Iterator<AuthScheme> remaining, Credentials credentials) {
    if (!remaining.hasNext()) {
      return CompletableFuture.failedStage(unauthorized(credentials));
    }
    AuthScheme scheme = remaining.next();
    return answerOf(scheme, credentials)
        .thenCompose(
            answer -> {
              if (answer instanceof AuthAnswer.Granted granted) {
                return CompletableFuture.completedStage(granted.grant());
              }
              if (answer instanceof AuthAnswer.Refused refused) {
                return CompletableFuture.failedStage(
                    new ProtocolException(refused.code(), refused.message()));
              }
              return ask(remaining, credentials);
            });
  }

  /** A scheme that fails refuses: it must not become a way past the others. */
  private static CompletionStage<AuthAnswer> answerOf(AuthScheme scheme, Credentials credentials) {
    CompletionStage<AuthAnswer> answer;
    try {
      answer = Objects.requireNonNull(scheme.check(credentials), "answer");
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedStage(e);
    }
    return answer.exceptionally(
        failure -> {
          Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
          // Not its message: that may quote the token.
          LOG.debug("authentication scheme {} failed: {}", scheme.name(), cause.getClass());
          return new AuthAnswer.Refused(
              ErrorCode.INTERNAL_ERROR, "authentication is not possible now");
        });
  }

  private static ProtocolException unauthorized(Credentials credentials) {
    return new ProtocolException(
        ErrorCode.UNAUTHORIZED,
        credentials.token() == null
            ? "a token is required"
            : "no authentication scheme accepts this token");
  }

  private void reportIgnoredOpen() {
    boolean open = schemes.stream().anyMatch(AuthChain::isOpen);
    boolean ignored = open && schemes.stream().anyMatch(scheme -> !isOpen(scheme));
    if (openIgnored.getAndSet(ignored) != ignored && ignored) {
      LOG.error("scheme open is ignored because another authentication scheme is configured");
    }
  }

  private static boolean isOpen(AuthScheme scheme) {
    return AuthScheme.OPEN.equals(scheme.name());
  }
}
