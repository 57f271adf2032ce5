package to.clasp.auth.internal.cpsk;

import static java.util.concurrent.CompletableFuture.completedStage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.auth.AuthAnswer;
import to.clasp.auth.AuthScheme;
import to.clasp.auth.Credentials;
import to.clasp.auth.Grant;
import to.clasp.auth.Scope;
import to.clasp.auth.internal.pairing.Pairing;
import to.clasp.auth.internal.pairing.PairingRequest;
import to.clasp.auth.internal.tokens.StoredToken;
import to.clasp.auth.internal.tokens.TokenFile;
import to.clasp.auth.internal.tokens.TokenList;
import to.clasp.auth.internal.tokens.TokenText;
import to.clasp.protocol.ErrorCode;

/** Lets in whoever shows a token of the token file, or a code that leads to one. */
@Component(
    configurationPid = CpskScheme.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true,
    service = AuthScheme.class)
@Designate(ocd = CpskConfig.class)
public final class CpskScheme implements AuthScheme {
  /** What it is configured by. */
  public static final String PID = "to.clasp.auth.cpsk";

  private static final Logger LOG = LoggerFactory.getLogger(CpskScheme.class);
  private static final long LOOK_MILLIS = 250;
  private static final int LONGEST_SUBJECT = 64;

  private final Pairing pairing;
  private final TokenSessions sessions = new TokenSessions();
  private final ScheduledExecutorService worker;
  private volatile Settings settings;

  /**
   * One state of the configuration.
   *
   * @param file the token file
   * @param ttl how long tokens are good that are given out here; null for ever
   * @param watch looks at the file; used by the worker alone
   */
  private record Settings(TokenFile file, Duration ttl, TokenWatch watch) {}

  /**
   * Reads the token file and watches it from then on.
   *
   * @param config the settings
   * @param pairing has the codes
   * @throws IOException if the file cannot be used
   */
  @Activate
  public CpskScheme(CpskConfig config, @Reference Pairing pairing) throws IOException {
    this.pairing = pairing;
    settings = settings(config);
    worker = worker();
    worker.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private Settings settings(CpskConfig config) throws IOException {
    if (config.file() == null || config.file().isBlank()) {
      throw new IllegalArgumentException("file: " + PID + " needs the path of a token file");
    }
    if (config.tokenTtlSeconds() < 0) {
      throw new IllegalArgumentException(
          "tokenTtlSeconds " + config.tokenTtlSeconds() + ": must be 0 or more");
    }
    TokenFile file = new TokenFile(Path.of(config.file()));
    Duration ttl =
        config.tokenTtlSeconds() == 0 ? null : Duration.ofSeconds(config.tokenTtlSeconds());
    return new Settings(file, ttl, new TokenWatch(file, sessions::replace));
  }

  private static ScheduledExecutorService worker() {
    ScheduledThreadPoolExecutor worker =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "clasp-auth-cpsk");
              thread.setDaemon(true);
              return thread;
            });
    worker.setRemoveOnCancelPolicy(true);
    return worker;
  }

  /**
   * Takes over changed settings; only sessions end whose token the new file does not have.
   *
   * @param config the settings
   * @throws ExecutionException if the file cannot be used; all stays as it was then
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  @Modified
  void modified(CpskConfig config) throws ExecutionException, InterruptedException {
    // By the worker, else a look at the old file could bring back its tokens.
    worker.submit(() -> settings = settings(config)).get();
  }

  /** Ends the sessions too: nobody would notice any more that their token is revoked. */
  @Deactivate
  void close() {
    worker.shutdown();
    sessions.replace(TokenList.EMPTY);
  }

  private void look() {
    try {
      settings.watch().look();
    } catch (RuntimeException e) {
      LOG.error("cannot watch the token file", e);
    }
  }

  @Override
  public String name() {
    return "cpsk";
  }

  @Override
  public CompletionStage<AuthAnswer> check(Credentials credentials) {
    String token = credentials.token();
    if (token == null) {
      return completedStage(AuthAnswer.NotMine.INSTANCE);
    }
    if (token.startsWith(TokenText.PREFIX)) {
      return completedStage(answer(TokenText.hash(token), null));
    }
    if (token.startsWith(Pairing.CODE_PREFIX)) {
      return pair(token, credentials.clientName());
    }
    return completedStage(
        token.startsWith(Pairing.ADMIN_PREFIX) ? admin(token) : AuthAnswer.NotMine.INSTANCE);
  }

  private AuthAnswer answer(String hash, String issued) {
    TokenSessions.Begun begun = sessions.begin(hash);
    if (begun == null) {
      return refused(ErrorCode.UNAUTHORIZED, "unknown token");
    }
    StoredToken token = begun.token();
    if (token.isExpired(Instant.now())) {
      begun.lease().release();
      return refused(ErrorCode.TOKEN_EXPIRED, "the token has expired");
    }
    // The last second of a token is still good.
    Instant end = token.expiry() == null ? null : token.expiry().plusSeconds(1);
    return new AuthAnswer.Granted(
        new Grant(token.subject(), token.scopes(), List.of(), end, begun.lease(), issued));
  }

  private AuthAnswer admin(String token) {
    if (!pairing.isAdmin(token)) {
      return refused(ErrorCode.UNAUTHORIZED, "unknown token");
    }
    try {
      String code = pairing.ask(token).orElse(null);
      List<Scope> everything = List.of(Scope.EVERYTHING);
      return new AuthAnswer.Granted(new Grant("admin", everything, List.of(), null, null, code));
    } catch (IllegalArgumentException e) {
      return refused(ErrorCode.INVALID_MESSAGE, "pairing: " + e.getMessage());
    }
  }

  private CompletionStage<AuthAnswer> pair(String code, String clientName) {
    Optional<PairingRequest> request = pairing.redeem(code);
    if (request.isEmpty()) {
      return completedStage(
          refused(ErrorCode.UNAUTHORIZED, "the pairing code is wrong or not valid any more"));
    }
    return CompletableFuture.supplyAsync(() -> issue(request.get(), clientName), worker);
  }

  private AuthAnswer issue(PairingRequest request, String clientName) {
    String token = TokenText.random();
    Settings current = settings;
    Instant now = Instant.now();
    Duration lifetime = request.lifetime() == null ? current.ttl() : request.lifetime();
    StoredToken stored =
        StoredToken.of(
            token,
            new StoredToken.Terms(
                request.scopes(),
                request.subject() == null ? printable(clientName) : request.subject(),
                lifetime == null ? null : now.plus(lifetime),
                Map.of()),
            now,
            false);
    try {
      current.file().update(tokens -> tokens.with(stored));
      current.watch().reload();
    } catch (IOException e) {
      LOG.error("a client cannot be paired: {}", e.getMessage());
      return refused(ErrorCode.INTERNAL_ERROR, "the relay cannot store a token");
    }
    return answer(stored.hash(), token);
  }

  /** A name is what a stranger says, and people will see it in a terminal. */
  private static String printable(String name) {
    String text = name.replaceAll("\\p{C}", "");
    return text.substring(0, Math.min(text.length(), LONGEST_SUBJECT));
  }

  private static AuthAnswer refused(ErrorCode code, String message) {
    return new AuthAnswer.Refused(code, message);
  }
}
