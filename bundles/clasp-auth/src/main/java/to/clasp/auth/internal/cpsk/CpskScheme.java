package to.clasp.auth.internal.cpsk;

import static java.util.concurrent.CompletableFuture.completedStage;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
import to.clasp.auth.internal.use.Terms;
import to.clasp.auth.internal.use.TokenUse;
import to.clasp.auth.internal.work.AuthWorker;
import to.clasp.auth.internal.work.FileWatch;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;

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
  private static final int LONGEST_SUBJECT = 64;

  /** Stands for the admin token where a hash stands for any other. */
  private static final String ADMIN = "admin";

  private static final Terms ADMIN_TERMS = Terms.of(new Grant(ADMIN, List.of(Scope.EVERYTHING)));

  private final Pairing pairing;
  private final FileWatch files;
  private final AuthWorker worker;
  private final TokenUse<String> use = new TokenUse<>(this::terms, null);
  private volatile TokenList tokens = TokenList.EMPTY;
  private volatile Settings settings;

  /**
   * One state of the configuration.
   *
   * @param source the token file
   * @param ttl how long tokens are good that are given out here; null for ever
   */
  private record Settings(TokenSource source, Duration ttl) {}

  /**
   * Reads the token file and watches it from then on.
   *
   * @param config the settings
   * @param pairing has the codes
   * @param files notices that the token file has changed
   * @param worker writes it
   * @throws IOException if the file cannot be used
   */
  @Activate
  public CpskScheme(
      CpskConfig config,
      @Reference Pairing pairing,
      @Reference FileWatch files,
      @Reference AuthWorker worker)
      throws IOException {
    this.pairing = pairing;
    this.files = files;
    this.worker = worker;
    begin(config);
  }

  private synchronized void begin(CpskConfig config) throws IOException {
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
    TokenSource source = new TokenSource(file, files, this::take);
    if (settings != null) {
      settings.source().close();
    }
    settings = new Settings(source, ttl);
    tokens = source.first();
  }

  /** What an earlier file has to say does not count any more. */
  private void take(TokenSource from, TokenList changed) {
    synchronized (this) {
      if (from.isClosed()) {
        return;
      }
      tokens = changed;
    }
    use.recheck();
  }

  /**
   * Takes over changed settings; only sessions end whose token the new file does not have.
   *
   * @param config the settings
   * @throws IOException if the file cannot be used; all stays as it was then
   */
  @Modified
  void modified(CpskConfig config) throws IOException {
    begin(config);
    use.recheck();
  }

  /** Ends the sessions too: nobody would notice any more that their token is revoked. */
  @Deactivate
  void close() {
    settings.source().close();
    use.close();
  }

  /** What a token is worth now, by its hash. */
  private Terms terms(String hash) {
    if (hash.equals(ADMIN)) {
      return ADMIN_TERMS;
    }
    StoredToken token = tokens.byHash().get(hash);
    if (token == null) {
      throw new ProtocolException(ErrorCode.UNAUTHORIZED, "the token is unknown or revoked");
    }
    if (token.isExpired(Instant.now())) {
      throw new ProtocolException(ErrorCode.TOKEN_EXPIRED, "the token has expired");
    }
    // The last second of a token is still good.
    Instant end = token.expiry() == null ? null : token.expiry().plusSeconds(1);
    Grant grant = new Grant(token.subject(), token.scopes(), List.of(), end, null, null);
    return new Terms(grant, token.maxSessions(), List.of(token.networks()), false);
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
      return use.lend(TokenText.hash(token), TokenText.hash(token), from(credentials));
    }
    if (token.startsWith(Pairing.CODE_PREFIX)) {
      return pair(token, credentials);
    }
    return token.startsWith(Pairing.ADMIN_PREFIX)
        ? admin(token, credentials)
        : completedStage(AuthAnswer.NotMine.INSTANCE);
  }

  private static SocketAddress from(Credentials credentials) {
    return credentials.connection().remote();
  }

  private CompletionStage<AuthAnswer> admin(String token, Credentials credentials) {
    if (!pairing.isAdmin(token)) {
      return completedStage(refused(ErrorCode.UNAUTHORIZED, "unknown token"));
    }
    try {
      String code = pairing.ask(token).orElse(null);
      return use.lend(ADMIN, ADMIN, from(credentials)).thenApply(answer -> telling(code, answer));
    } catch (IllegalArgumentException e) {
      return completedStage(refused(ErrorCode.INVALID_MESSAGE, "pairing: " + e.getMessage()));
    }
  }

  private CompletionStage<AuthAnswer> pair(String code, Credentials credentials) {
    Optional<PairingRequest> request = pairing.redeem(code);
    if (request.isEmpty()) {
      return completedStage(
          refused(ErrorCode.UNAUTHORIZED, "the pairing code is wrong or not valid any more"));
    }
    String token = TokenText.random();
    return CompletableFuture.supplyAsync(
            () -> keep(token, request.get(), credentials.clientName()), worker)
        .thenCompose(kept -> kept ? issued(token, credentials) : notKept());
  }

  private boolean keep(String token, PairingRequest request, String clientName) {
    Settings current = settings;
    Instant now = Instant.now();
    Duration lifetime = request.lifetime() == null ? current.ttl() : request.lifetime();
    StoredToken.Terms terms =
        new StoredToken.Terms(
            request.scopes(),
            request.subject() == null ? printable(clientName) : request.subject(),
            lifetime == null ? null : now.plus(lifetime),
            Map.of());
    try {
      TokenFile file = current.source().file();
      file.update(all -> all.with(StoredToken.of(token, terms, now, false)));
      current.source().reload();
      return true;
    } catch (IOException e) {
      LOG.error("a client cannot be paired: {}", e.getMessage());
      return false;
    }
  }

  private CompletionStage<AuthAnswer> issued(String token, Credentials credentials) {
    String hash = TokenText.hash(token);
    return use.lend(hash, hash, from(credentials)).thenApply(answer -> telling(token, answer));
  }

  private static AuthAnswer telling(String token, AuthAnswer answer) {
    if (answer instanceof AuthAnswer.Granted granted) {
      Grant grant = granted.grant();
      return new AuthAnswer.Granted(
          new Grant(
              grant.subject(),
              grant.scopes(),
              grant.constraints(),
              grant.expiry(),
              grant.lease(),
              token));
    }
    return answer;
  }

  private static CompletionStage<AuthAnswer> notKept() {
    return completedStage(refused(ErrorCode.INTERNAL_ERROR, "the relay cannot store a token"));
  }

  /** A name is what a stranger says, and people will see it in a terminal. */
  private static String printable(String name) {
    // The cut may leave half a character, which is one of those that are left out.
    String text = name.substring(0, Math.min(name.length(), LONGEST_SUBJECT));
    return text.replaceAll("\\p{C}", "");
  }

  private static AuthAnswer refused(ErrorCode code, String message) {
    return new AuthAnswer.Refused(code, message);
  }
}
