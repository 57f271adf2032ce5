package to.clasp.rendezvous.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static to.clasp.rendezvous.internal.server.RendezvousFixture.device;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import to.clasp.auth.Authenticator;
import to.clasp.auth.Grant;
import to.clasp.auth.Lease;
import to.clasp.auth.Scope;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;

/** The authenticator that guards sessions guards the directory. */
class ProtectionTest {
  /** Tokens are named after the scope that they are good for. */
  private static final Authenticator SCOPES =
      credentials ->
          credentials.token() == null
              ? refusal(ErrorCode.UNAUTHORIZED)
              : credentials.token().equals("late")
                  ? refusal(ErrorCode.LIMIT_EXCEEDED)
                  : CompletableFuture.completedFuture(
                      new Grant("", List.of(Scope.parse(credentials.token()))));

  private static CompletableFuture<Grant> refusal(ErrorCode code) {
    return CompletableFuture.failedFuture(new ProtocolException(code, "because"));
  }

  @ParameterizedTest
  @CsvSource({
    "write, read, '', 401, 401",
    "write, read, read:/**, 403, 200",
    "write, read, read:/lights/**, 403, 403",
    "write, read, read:/clasp/rendezvous, 403, 200",
    "write, read, write:/clasp/*, 201, 200",
    "write, read, late, 429, 429",
    "admin, write, write:/**, 403, 200",
    "none, none, '', 201, 200",
    "none, read, '', 201, 401"
  })
  void whatIsNeededIsConfigured(
      String register, String discover, String token, int registered, int discovered)
      throws Exception {
    Map<String, Object> settings = Map.of("registerNeeds", register, "discoverNeeds", discover);
    try (RendezvousFixture server = new RendezvousFixture(settings, SCOPES)) {
      String[] shown =
          token.isEmpty() ? new String[0] : new String[] {"Authorization", "Bearer " + token};
      assertThat(server.register(device("a"), shown).statusCode()).isEqualTo(registered);
      assertThat(server.send("GET", "discover", "", shown).statusCode()).isEqualTo(discovered);
      int other = registered == 201 ? 404 : registered;
      assertThat(server.send("POST", "refresh/x", "", shown).statusCode()).isEqualTo(other);
      assertThat(server.send("DELETE", "unregister/x", "", shown).statusCode()).isEqualTo(other);
      assertThat(server.send("GET", "health", "").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whatATokenLendsIsGivenBackAfterEachRequest() throws Exception {
    AtomicInteger lent = new AtomicInteger();
    Lease lease =
        new Lease() {
          @Override
          public void onRevoked(Consumer<ProtocolException> ender) {
            throw new AssertionError("a request is no session");
          }

          @Override
          public void release() {
            lent.decrementAndGet();
          }
        };
    Authenticator lending =
        credentials -> {
          lent.incrementAndGet();
          List<Scope> scopes = List.of(Scope.parse("read:/**"));
          return CompletableFuture.completedFuture(
              new Grant("", scopes, List.of(), null, lease, null));
        };
    try (RendezvousFixture server = new RendezvousFixture(Map.of(), lending)) {
      assertThat(server.send("GET", "discover", "").statusCode()).isEqualTo(200);
      assertThat(server.register(device("a")).statusCode()).isEqualTo(403);
      assertThat(lent).hasValue(0);
    }
  }

  @Test
  void theAuthenticatorIsToldWhoAProxyNames() throws Exception {
    List<String> asked = new java.util.concurrent.CopyOnWriteArrayList<>();
    Authenticator noting =
        credentials -> {
          asked.add(credentials.connection().remote().toString());
          return CompletableFuture.completedFuture(Grant.EVERYTHING);
        };
    try (RendezvousFixture server = new RendezvousFixture(Map.of(), noting)) {
      server.registerFrom("192.0.2.1", device("a"));
      assertThat(asked).containsExactly("/192.0.2.1:0");
    }
  }
}
