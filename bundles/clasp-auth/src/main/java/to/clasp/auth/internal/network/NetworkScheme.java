package to.clasp.auth.internal.network;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import to.clasp.auth.AuthAnswer;
import to.clasp.auth.AuthScheme;
import to.clasp.auth.Credentials;
import to.clasp.auth.internal.use.TokenUse;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;
import to.clasp.transport.ConnectionInfo;

/**
 * Lets clients in that cannot show a token, by the network they come from. One that shows a token
 * is judged by its token alone.
 */
@Component(
    configurationPid = NetworkScheme.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true,
    service = AuthScheme.class)
@Designate(ocd = NetworkConfig.class, factory = true)
public final class NetworkScheme implements AuthScheme {
  static final String PID = "to.clasp.auth.network";

  private static final CompletionStage<AuthAnswer> NOT_MINE =
      CompletableFuture.completedFuture(AuthAnswer.NotMine.INSTANCE);

  private final TokenUse<ConnectionInfo> sessions;
  private volatile NetworkRules rules;

  @Activate
  public NetworkScheme(NetworkConfig config) {
    rules = read(config);
    sessions = new TokenUse<>(rules, null);
  }

  /** A session lives on if its network allows the same under the new settings. */
  @Modified
  void configure(NetworkConfig config) {
    NetworkRules next = read(config);
    if (!next.equals(rules)) {
      rules = next;
      sessions.change(next, null);
    }
  }

  private static NetworkRules read(NetworkConfig config) {
    try {
      return NetworkRules.of(config);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(PID + ": " + e.getMessage(), e);
    }
  }

  @Deactivate
  void close() {
    sessions.change(NetworkScheme::nobody, null);
  }

  private static <T> T nobody(ConnectionInfo client) {
    throw new ProtocolException(ErrorCode.UNAUTHORIZED, "a token is required by now");
  }

  @Override
  public String name() {
    return "network";
  }

  @Override
  public Set<String> transportsWithoutToken() {
    return Set.of(rules.transport());
  }

  @Override
  public CompletionStage<AuthAnswer> check(Credentials credentials) {
    String token = credentials.token();
    ConnectionInfo client = credentials.connection();
    // A stranger is nobody's business, and costs no more than this look.
    boolean stranger = (token != null && !token.isEmpty()) || rules.ruleFor(client) == null;
    return stranger ? NOT_MINE : sessions.lend(name(), client, client.remote());
  }
}
