package to.clasp.auth.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.auth.AuthAnswer;
import to.clasp.auth.AuthScheme;
import to.clasp.auth.Authenticator;
import to.clasp.auth.Credentials;
import to.clasp.auth.Grant;
import to.clasp.auth.internal.use.Settings;
import to.clasp.auth.internal.use.Terms;
import to.clasp.auth.internal.use.TokenUse;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;

/**
 * Asks the configured schemes one after the other; the first that does not say "not mine" decides.
 * It exists while there is a scheme to ask, so that without one nothing is served. Whoever shows
 * wrong tokens again and again has to wait.
 */
@Component(
    service = {},
    configurationPid = AuthChain.PID)
@Capability(
    namespace = "osgi.service",
    attribute = "objectClass:List<String>=\"to.clasp.auth.Authenticator\"",
    effective = "active")
@Designate(ocd = AuthConfig.class)
public final class AuthChain implements Authenticator {
  static final String PID = "to.clasp.auth";

  private static final Logger LOG = LoggerFactory.getLogger(AuthChain.class);
  private static final int LONGEST_WINDOW = 86_400;

  private final FailedAttempts attempts;
  private final TokenUse<Grant> openSessions = new TokenUse<>(this::openTerms, null);
  private final AtomicInteger announcements = new AtomicInteger();
  private volatile Schemes schemes = Schemes.of(List.of());
  private volatile ServiceRegistration<Authenticator> registration;

  /** Used by one announcement at a time. */
  private Set<String> told;

  /**
   * The schemes of the moment.
   *
   * @param all those that are configured
   * @param asked those that are asked: open would make every other one pointless, so it counts only
   *     while it is alone; what a client shows comes before where it comes from
   * @param withoutToken transports whose clients need not show anything
   */
  private record Schemes(List<AuthScheme> all, AuthScheme[] asked, Set<String> withoutToken) {

    static Schemes of(List<AuthScheme> all) {
      AuthScheme[] strict =
          all.stream()
              .filter(scheme -> !isOpen(scheme))
              .sorted(Comparator.comparing(scheme -> !scheme.transportsWithoutToken().isEmpty()))
              .toArray(AuthScheme[]::new);
      AuthScheme[] asked = strict.length > 0 ? strict : all.toArray(AuthScheme[]::new);
      Set<String> transports = new TreeSet<>();
      for (AuthScheme scheme : asked) {
        transports.addAll(scheme.transportsWithoutToken());
      }
      return new Schemes(all, asked, transports);
    }

    boolean ignoresOpen() {
      return asked.length < all.size();
    }
  }

  @Activate
  public AuthChain(AuthConfig config) {
    this(new FailedAttempts(0, 1, System::nanoTime));
    configure(config);
  }

  AuthChain(FailedAttempts attempts) {
    this.attempts = attempts;
  }

  /** Not by annotation, because only so its properties can change with the schemes. */
  @Activate
  void register(BundleContext context) {
    told = schemes.withoutToken;
    registration = context.registerService(Authenticator.class, this, properties(told));
    announce();
  }

  @Deactivate
  void unregister() {
    registration.unregister();
  }

  @Modified
  void configure(AuthConfig config) {
    attempts.configure(
        Settings.inRange(
            "maxFailuresPerSource", config.maxFailuresPerSource(), 0, Integer.MAX_VALUE),
        Settings.inRange("failureWindowSeconds", config.failureWindowSeconds(), 1, LONGEST_WINDOW));
  }

  @Reference(
      cardinality = ReferenceCardinality.AT_LEAST_ONE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "remove",
      updated = "update")
  void add(AuthScheme scheme) {
    synchronized (this) {
      List<AuthScheme> all = new ArrayList<>(schemes.all);
      all.add(scheme);
      change(all);
    }
    announce();
    openSessions.recheck();
  }

  void update(AuthScheme scheme) {
    synchronized (this) {
      change(schemes.all);
    }
    announce();
  }

  void remove(AuthScheme scheme) {
    synchronized (this) {
      List<AuthScheme> all = new ArrayList<>(schemes.all);
      all.remove(scheme);
      change(all);
    }
    announce();
    openSessions.recheck();
  }

  /**
   * Tells those that refer to this service, who may open or close ports on it. So no lock is held
   * meanwhile; whoever comes in between leaves it to the one who is at it.
   */
  private void announce() {
    ServiceRegistration<Authenticator> registered = registration;
    if (registered == null || announcements.getAndIncrement() > 0) {
      return;
    }
    int seen;
    do {
      seen = announcements.get();
      tell(registered);
    } while (announcements.addAndGet(-seen) > 0);
  }

  private void tell(ServiceRegistration<Authenticator> registered) {
    Set<String> now = schemes.withoutToken;
    if (now.equals(told)) {
      return;
    }
    told = now;
    try {
      registered.setProperties(properties(now));
    } catch (IllegalStateException e) {
      LOG.debug("nobody is told, this service has ended");
    }
  }

  private static Dictionary<String, Object> properties(Set<String> withoutToken) {
    return FrameworkUtil.asDictionary(Map.of(WITHOUT_TOKEN, withoutToken.toArray(String[]::new)));
  }

  private void change(List<AuthScheme> all) {
    boolean ignored = schemes.ignoresOpen();
    schemes = Schemes.of(all);
    if (schemes.ignoresOpen() && !ignored) {
      LOG.error("scheme open is ignored because another authentication scheme is configured");
    } else if (ignored && schemes.asked.length > 0 && isOpen(schemes.asked[0])) {
      LOG.warn("scheme open lets everybody in again: no other authentication scheme is left");
    }
  }

  /** Who came in while everybody could is sent away when that is over. */
  private Terms openTerms(Grant granted) {
    AuthScheme[] asked = schemes.asked;
    if (asked.length == 0 || !isOpen(asked[0])) {
      throw new ProtocolException(ErrorCode.UNAUTHORIZED, "a token is required by now");
    }
    return Terms.of(granted);
  }

  private static boolean isOpen(AuthScheme scheme) {
    return AuthScheme.OPEN.equals(scheme.name());
  }

  @Override
  public CompletionStage<Grant> authenticate(Credentials credentials) {
    if (credentials.token() != null && !attempts.mayTry(credentials.connection().remote())) {
      return CompletableFuture.failedFuture(
          new ProtocolException(
              ErrorCode.LIMIT_EXCEEDED,
              "too many refused tokens from your network address, try again later"));
    }
    return ask(schemes.asked, 0, credentials);
  }

  @Override
  public boolean admitsWithoutToken(String transport) {
    Set<String> transports = schemes.withoutToken;
    return transports.contains(transport) || transports.contains(AuthScheme.ANY_TRANSPORT);
  }

  /** Mostly the answer is there at once, and then nothing is made but the result. */
  private CompletionStage<Grant> ask(AuthScheme[] asked, int first, Credentials credentials) {
    for (int i = first; i < asked.length; i++) {
      AuthScheme scheme = asked[i];
      CompletableFuture<AuthAnswer> answer = check(scheme, credentials);
      if (!answer.isDone()) {
        int next = i + 1;
        return answer
            .handle((late, failure) -> orRefusal(scheme, late, failure))
            .thenCompose(
                late ->
                    late instanceof AuthAnswer.NotMine
                        ? ask(asked, next, credentials)
                        : decide(late, credentials));
      }
      AuthAnswer now = answerOf(scheme, answer);
      if (!(now instanceof AuthAnswer.NotMine)) {
        return decide(now, credentials);
      }
    }
    return decide(nobodyKnows(credentials), credentials);
  }

  private CompletableFuture<AuthAnswer> check(AuthScheme scheme, Credentials credentials) {
    try {
      CompletionStage<AuthAnswer> answer =
          Objects.requireNonNull(scheme.check(credentials), "answer");
      return (isOpen(scheme) ? answer.thenCompose(open -> lend(open, credentials)) : answer)
          .toCompletableFuture();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletionStage<AuthAnswer> lend(AuthAnswer open, Credentials credentials) {
    return open instanceof AuthAnswer.Granted granted && granted.grant().lease() == null
        ? openSessions.lend(AuthScheme.OPEN, granted.grant(), credentials.connection().remote())
        : CompletableFuture.completedFuture(open);
  }

  private static AuthAnswer answerOf(AuthScheme scheme, CompletableFuture<AuthAnswer> answer) {
    try {
      return orRefusal(scheme, answer.join(), null);
    } catch (RuntimeException e) {
      return orRefusal(scheme, null, e);
    }
  }

  /** A scheme that fails refuses: it must not become a way past the others. */
  private static AuthAnswer orRefusal(AuthScheme scheme, AuthAnswer answer, Throwable failure) {
    if (answer != null) {
      return answer;
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    // Not its message: that may quote the token.
    LOG.debug(
        "authentication scheme {} failed: {}",
        scheme.name(),
        cause == null ? "no answer" : cause.getClass());
    return new AuthAnswer.Refused(ErrorCode.INTERNAL_ERROR, "authentication is not possible now");
  }

  private CompletionStage<Grant> decide(AuthAnswer answer, Credentials credentials) {
    if (answer instanceof AuthAnswer.Granted granted) {
      return CompletableFuture.completedFuture(granted.grant());
    }
    AuthAnswer.Refused refused = (AuthAnswer.Refused) answer;
    if (credentials.token() != null && isGuess(refused.code())) {
      attempts.failed(credentials.connection().remote());
    }
    return CompletableFuture.failedFuture(new ProtocolException(refused.code(), refused.message()));
  }

  private static boolean isGuess(ErrorCode code) {
    return code == ErrorCode.UNAUTHORIZED || code == ErrorCode.TOKEN_EXPIRED;
  }

  private static AuthAnswer nobodyKnows(Credentials credentials) {
    return new AuthAnswer.Refused(
        ErrorCode.UNAUTHORIZED,
        credentials.token() == null
            ? "a token is required"
            : "no authentication scheme accepts this token");
  }
}
