package to.clasp.auth.internal.cap;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
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

/** Accepts capability tokens, chains of delegation signed with Ed25519 (protocol 13.4). */
@Component(
    configurationPid = CapScheme.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true,
    service = AuthScheme.class)
@Designate(ocd = CapConfig.class)
public final class CapScheme implements AuthScheme {
  static final String PID = "to.clasp.auth.cap";

  private static final CompletionStage<AuthAnswer> NOT_MINE =
      CompletableFuture.completedFuture(AuthAnswer.NotMine.INSTANCE);

  private final Executor worker;
  private final InstantSource clock;
  private final LiveRules<VerifiedCap, CapRules> live;
  private CapSettings settings;

  @Activate
  public CapScheme(@Reference FileWatch files, @Reference AuthWorker worker, CapConfig config) {
    this(files, worker, InstantSource.system(), config);
  }

  CapScheme(FileWatch files, Executor worker, InstantSource clock, CapConfig config) {
    this.worker = worker;
    this.clock = clock;
    this.live = new LiveRules<>(files, worker, clock);
    configure(config);
  }

  /** A session lives on if its token is as good under the new settings as it was. */
  @Modified
  void configure(CapConfig config) {
    try {
      CapSettings next = CapSettings.of(config);
      if (!next.equals(settings)) {
        live.configure(next.use(), next.files(), () -> load(next));
        settings = next;
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(PID + ": " + e.getMessage(), e);
    }
  }

  private CapRules load(CapSettings from) throws IOException {
    return new CapRules(from, from.anchors().load(), RevokedIds.load(from.revokedFile()), clock);
  }

  @Deactivate
  void close() {
    live.close();
  }

  @Override
  public String name() {
    return "cap";
  }

  @Override
  public CompletionStage<AuthAnswer> check(Credentials credentials) {
    String token = credentials.token();
    if (token == null || !token.startsWith(CapReader.PREFIX)) {
      return NOT_MINE;
    }
    try {
      CapRules rules = live.current();
      List<CapLink> chain = CapReader.read(token, rules.settings().maxDepth());
      rules.requireAnchor(CapVerifier.hex(chain.get(0).issuer()));
      return CompletableFuture.supplyAsync(() -> finish(chain, credentials), worker)
          .thenCompose(answer -> answer);
    } catch (ProtocolException e) {
      return CompletableFuture.completedFuture(refused(e));
    }
  }

  private CompletionStage<AuthAnswer> finish(List<CapLink> chain, Credentials credentials) {
    try {
      VerifiedCap verified = CapVerifier.verify(chain);
      return live.lend(verified.id(), verified, credentials.connection().remote());
    } catch (ProtocolException e) {
      return CompletableFuture.completedFuture(refused(e));
    }
  }

  private static AuthAnswer refused(ProtocolException e) {
    return new AuthAnswer.Refused(e.code(), e.getMessage());
  }
}
