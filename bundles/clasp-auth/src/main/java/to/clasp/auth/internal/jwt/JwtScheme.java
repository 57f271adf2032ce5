package to.clasp.auth.internal.jwt;

import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import to.clasp.auth.AuthAnswer;
import to.clasp.auth.AuthScheme;
import to.clasp.auth.Credentials;
import to.clasp.auth.internal.use.LiveRules;
import to.clasp.auth.internal.use.RevokedIds;
import to.clasp.auth.internal.work.AuthWorker;
import to.clasp.auth.internal.work.FileWatch;
import to.clasp.protocol.ProtocolException;

/** Accepts signed JSON Web Tokens (protocol 9.7). */
@Component(
    configurationPid = JwtScheme.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true,
    service = AuthScheme.class)
@Designate(ocd = JwtConfig.class)
public final class JwtScheme implements AuthScheme {
  static final String PID = "to.clasp.auth.jwt";

  private static final String PREFIX = "ext_";
  private static final CompletionStage<AuthAnswer> NOT_MINE =
      CompletableFuture.completedFuture(AuthAnswer.NotMine.INSTANCE);

  private final Executor worker;
  private final InstantSource clock;
  private final LiveRules<VerifiedJwt, JwtRules> live;
  private JwtSettings settings;

  @Activate
  public JwtScheme(@Reference FileWatch files, @Reference AuthWorker worker, JwtConfig config) {
    this(files, worker, InstantSource.system(), config);
  }

  JwtScheme(FileWatch files, Executor worker, InstantSource clock, JwtConfig config) {
    this.worker = worker;
    this.clock = clock;
    this.live = new LiveRules<>(files, worker, clock);
    configure(config);
  }

  /** A session lives on if its token is as good under the new settings as it was. */
  @Modified
  void configure(JwtConfig config) {
    try {
      JwtSettings next = JwtSettings.of(config);
      if (!next.equals(settings)) {
        live.configure(next.use(), next.files(), () -> load(next));
        settings = next;
      }
    } catch (NoClassDefFoundError e) {
      throw new IllegalStateException(
          PID + " needs bundle org.bitbucket.b_c.jose4j and slf4j 2: no " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(PID + ": " + e.getMessage(), e);
    }
  }

  private JwtRules load(JwtSettings from) throws IOException {
    return new JwtRules(from, from.keys().load(), RevokedIds.load(from.revokedFile()), clock);
  }

  @Deactivate
  void close() {
    live.close();
  }

  @Override
  public String name() {
    return "jwt";
  }

  @Override
  public CompletionStage<AuthAnswer> check(Credentials credentials) {
    String token = credentials.token();
    if (token == null) {
      return NOT_MINE;
    }
    boolean bare = !token.startsWith(PREFIX);
    if (bare && !(live.current().settings().acceptBare() && SignedJwt.isLikely(token))) {
      return NOT_MINE;
    }
    try {
      SignedJwt jwt = SignedJwt.parse(bare ? token : token.substring(PREFIX.length()));
      JwtKey key = live.current().keys().find(jwt.algorithm(), jwt.keyId());
      if (jwt.algorithm() == JwtAlgorithm.HS256) {
        return finish(jwt, key, bare, credentials);
      }
      return CompletableFuture.supplyAsync(() -> finish(jwt, key, bare, credentials), worker)
          .thenCompose(answer -> answer);
    } catch (ProtocolException e) {
      return CompletableFuture.completedFuture(refused(e));
    }
  }

  private CompletionStage<AuthAnswer> finish(
      SignedJwt jwt, JwtKey key, boolean bare, Credentials credentials) {
    try {
      VerifiedJwt verified = jwt.verify(key, bare);
      return live.lend(verified.useId(), verified, credentials.connection().remote());
    } catch (ProtocolException e) {
      return CompletableFuture.completedFuture(refused(e));
    }
  }

  private static AuthAnswer refused(ProtocolException e) {
    return new AuthAnswer.Refused(e.code(), e.getMessage());
  }
}
