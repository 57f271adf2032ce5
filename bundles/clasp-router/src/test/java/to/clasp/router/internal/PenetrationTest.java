package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import to.clasp.auth.Authenticator;
import to.clasp.auth.Credentials;
import to.clasp.auth.Grant;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Announce;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Get;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Query;
import to.clasp.protocol.Set;
import to.clasp.protocol.Signal;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.protocol.Welcome;
import to.clasp.testkit.MemoryTransport;
import to.clasp.testkit.RawClient;
import to.clasp.transport.CloseReason;

/** Attempts to get in, or further than a token allows, as far as the router stands in their way. */
class PenetrationTest {
  private static final Map<String, Grant> TOKENS =
      Map.of(
          "alice", Guest.grant("write:/alice/**"),
          "bob", Guest.grant("write:/bob/**"),
          "narrow", Guest.grant("read:/a/*,read:/*"),
          "root", Guest.grant("admin:/**"));

  private final List<String> shown = new CopyOnWriteArrayList<>();
  private final RouterFixture router =
      new RouterFixture(
          Map.of("maxQueuedParams", 5), this::authenticate, new MemoryTransport(1, 2000));

  private CompletionStage<Grant> authenticate(Credentials credentials) {
    shown.add(String.valueOf(credentials.token()));
    Grant grant = credentials.token() == null ? null : TOKENS.get(credentials.token());
    if (grant != null) {
      return CompletableFuture.completedStage(grant);
    }
    ErrorCode code =
        "old".equals(credentials.token()) ? ErrorCode.TOKEN_EXPIRED : ErrorCode.UNAUTHORIZED;
    return CompletableFuture.failedStage(new ProtocolException(code, "refused"));
  }

  @AfterEach
  void close() {
    router.close();
  }

  private static Hello hello(String token) {
    return new Hello(1, Features.ALL, "somebody", token);
  }

  private RawClient client(String token) {
    RawClient client = router.connect();
    client.hello(hello(token));
    return client;
  }

  private static Subscribe subscribe(String pattern) {
    return new Subscribe(1, pattern, Features.NONE, SubscribeOptions.NONE);
  }

  static Stream<String> badTokens() {
    return Stream.of(
        null,
        "",
        " ",
        "alic",
        "alice ",
        "ALICE",
        "alice\0",
        "\0",
        "cpsk_" + "0".repeat(32),
        "' OR '1'='1'; DROP TABLE tokens; --",
        "<script>alert(1)</script>",
        "../../../../etc/passwd",
        "${jndi:ldap://127.0.0.1/a}",
        "%s%n%x",
        "😀\u202Ealice",
        "x".repeat(1024),
        "x".repeat(60_000));
  }

  @ParameterizedTest
  @MethodSource("badTokens")
  void aBadTokenLetsNobodyInAndNothingBehindItTakesEffect(String token) {
    RawClient root = client("root");
    root.send(Set.of("/alice/secret", Value.of(1)), subscribe("/**")).drain();
    RawClient intruder = router.connect();

    intruder.send(hello(token), Set.of("/alice/a", Value.of(1)), subscribe("/**"), new Get("/a"));

    ErrorMessage error = intruder.expect(ErrorMessage.class);
    assertThat(error).isEqualTo(new ErrorMessage(300, "refused", null, null));
    assertThat(intruder.awaitClosed()).contains(CloseReason.POLICY.text());
    root.expectNothing();
    assertThat(router.core.status().sessions()).isEqualTo(1);
  }

  @Test
  void anExpiredTokenIsError302() {
    RawClient client = router.connect().send(hello("old"));

    assertThat(client.expect(ErrorMessage.class).code()).isEqualTo(302);
    assertThat(client.awaitClosed()).contains(CloseReason.POLICY.text());
  }

  @Test
  void aHelloThatWasOverheardIsJudgedAnewAndChangesNoSessionThereIs() {
    RawClient alice = client("alice");
    RawClient bob = client("bob");

    bob.send(hello("root"));
    assertThat(bob.expect(ErrorMessage.class).code()).isEqualTo(101);
    bob.send(Set.of("/alice/a", Value.of(1)));
    assertThat(bob.expect(ErrorMessage.class).code()).isEqualTo(301);
    router.connect().send(hello("alice")).expect(Welcome.class);

    assertThat(shown).containsExactly("alice", "bob", "alice");
    alice.expectNothing();
  }

  @Test
  void twoTokensAreApart() {
    RawClient alice = client("alice");
    RawClient bob = client("bob");
    alice.send(subscribe("/**"), Set.of("/alice/a", Value.of(1)));
    alice.send(new Announce("/alice", List.of(signal("/alice/s")))).drain();

    bob.send(subscribe("/**"), new Query("/**"), new Get("/alice/a"));
    bob.send(new Set("/alice/a", Value.of(2), null, false, true, null));
    bob.send(new Announce("/alice", List.of(signal("/alice/s"))));
    bob.send(Set.of("/bob/b", Value.of(3)));

    assertThat(AccessMatrixTest.errors(bob.drain())).containsExactly(301, 301, 301);
    alice.expectNothing();
    RawClient late = router.connect().send(hello("bob"));
    late.expect(Welcome.class);
    assertThat(late.expect(Snapshot.class).entries())
        .extracting(Snapshot.Entry::address)
        .containsExactly("/bob/b");
  }

  @ParameterizedTest
  @CsvSource({"/a/**", "/**", "/*/**", "/**/*", "/a/**/*", "/a*/**"})
  void aPatternWiderThanTheScopesTellsNoMoreThanTheyAllow(String pattern) {
    RawClient root = client("root");
    RawClient narrow = client("narrow");
    narrow.send(subscribe(pattern)).drain();
    root.send(
            Set.of("/a", Value.of(1)),
            Set.of("/a/b", Value.of(1)),
            Set.of("/a/b/c", Value.of(1)),
            Set.of("/b/c", Value.of(1)))
        .drain();

    assertThat(AccessMatrixTest.addresses(narrow.drain()))
        .contains("/a/b")
        .isSubsetOf("/a", "/a/b");
  }

  @Test
  void whoMayAdministerMayDoEverything() {
    RawClient root = client("root");

    root.send(Set.of("/x", Value.of(1))).expect(Ack.class);
    root.send(subscribe("/x")).expect(Snapshot.class);
    root.send(new Announce("/n", List.of(signal("/n/a")))).expect(Ack.class);
  }

  @Test
  void aClientThatLagsBehindIsTakenUpToDateWithWhatItMayReadOnly() {
    RawClient root = client("root");
    RawClient slow = client("alice");
    slow.send(subscribe("/**")).expectNothing();
    slow.pauseReading();
    for (int i = 0; i < 300; i++) {
      root.send(
          Set.of("/alice/" + i % 50, Value.of("x".repeat(100))),
          Set.of("/bob/" + i % 50, Value.of("x".repeat(100))));
      root.drain();
    }
    slow.resumeReading();

    List<Message> told = new ArrayList<>(slow.drain());
    told.addAll(slow.drain());

    assertThat(told).anyMatch(Snapshot.class::isInstance);
    assertThat(AccessMatrixTest.addresses(told))
        .contains("/alice/0", "/alice/49")
        .allMatch(address -> address.startsWith("/alice/"));
  }

  static Stream<Authenticator> brokenAuthenticators() {
    return Stream.of(
        credentials -> CompletableFuture.completedStage(null),
        credentials -> CompletableFuture.failedStage(new IllegalStateException("of the test")),
        credentials -> {
          throw new IllegalStateException("of the test");
        },
        credentials -> null);
  }

  @ParameterizedTest
  @MethodSource("brokenAuthenticators")
  void aBrokenAuthenticatorLetsNobodyIn(Authenticator broken) {
    RouterFixture other = RouterFixture.authenticatedBy(broken);
    RawClient client = other.connect().send(hello("root"), new Get("/a"));

    ErrorMessage error = client.expect(ErrorMessage.class);
    assertThat(error.code()).isEqualTo(500);
    client.awaitClosed();
    assertThat(other.core.status().sessions()).isZero();
    other.close();
  }

  private static Signal signal(String address) {
    return new Signal(address, SignalType.PARAM, null, null, null);
  }
}
