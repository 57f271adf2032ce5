package to.clasp.auth.internal.cert;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
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

/**
 * Lets clients in by the certificate they have shown for TLS. A client that shows a token, too, is
 * judged by its token alone, so that the order of the schemes does not matter.
 */
@Component(
    configurationPid = CertScheme.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true,
    service = AuthScheme.class)
@Designate(ocd = CertConfig.class)
public final class CertScheme implements AuthScheme {
  static final String PID = "to.clasp.auth.cert";

  private static final CompletionStage<AuthAnswer> NOT_MINE =
      CompletableFuture.completedFuture(AuthAnswer.NotMine.INSTANCE);

  private final InstantSource clock;
  private final LiveRules<ShownCertificate, CertRules> live;
  private CertSettings settings;

  @Activate
  public CertScheme(@Reference FileWatch files, @Reference AuthWorker worker, CertConfig config) {
    this(files, worker, InstantSource.system(), config);
  }

  CertScheme(FileWatch files, Executor worker, InstantSource clock, CertConfig config) {
    this.clock = clock;
    this.live = new LiveRules<>(files, worker, clock);
    configure(config);
  }

  /** A session lives on if its certificate allows the same under the new settings. */
  @Modified
  void configure(CertConfig config) {
    try {
      CertSettings next = CertSettings.of(config);
      if (!next.equals(settings)) {
        live.configure(next.use(), next.files(), () -> load(next));
        settings = next;
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(PID + ": " + e.getMessage(), e);
    }
  }

  private CertRules load(CertSettings from) throws IOException {
    Set<String> revoked =
        RevokedIds.load(from.revokedFile()).stream()
            .map(print -> print.replace(":", "").toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    return new CertRules(from, revoked, clock);
  }

  @Deactivate
  void close() {
    live.close();
  }

  @Override
  public String name() {
    return "cert";
  }

  @Override
  public CompletionStage<AuthAnswer> check(Credentials credentials) {
    X509Certificate shown = credentials.connection().certificate().orElse(null);
    boolean hasToken = credentials.token() != null && !credentials.token().isEmpty();
    if (shown == null || hasToken) {
      return NOT_MINE;
    }
    ShownCertificate certificate = ShownCertificate.of(shown);
    return live.current().scopes(certificate).isEmpty()
        ? NOT_MINE
        : live.lend(certificate.fingerprint(), certificate, credentials.connection().remote());
  }
}
