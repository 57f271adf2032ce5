package to.clasp.auth.internal.use;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.auth.AuthAnswer;
import to.clasp.auth.Grant;
import to.clasp.auth.Lease;
import to.clasp.auth.Scope;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;

class TokenUseTest {
  private static final InetSocketAddress HERE = new InetSocketAddress("127.0.0.1", 4711);
  private static final Grant READER = new Grant("reader", List.of(Scope.parse("read:/a/**")));
  private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

  private final Map<String, Terms> worth = new ConcurrentHashMap<>();
  private final TokenUse<String> use = new TokenUse<>(this::terms, null);

  private Terms terms(String token) {
    Terms terms = worth.get(token);
    if (terms == null) {
      throw new ProtocolException(ErrorCode.UNAUTHORIZED, "revoked");
    }
    return terms;
  }

  @Test
  void grantsWhatTheTokenIsWorth() {
    worth.put("t", Terms.of(READER));

    Grant grant = granted(lend("t"));

    assertThat(grant.subject()).isEqualTo("reader");
    assertThat(grant.scopes()).isEqualTo(READER.scopes());
  }

  @Test
  void refusesOneSessionMoreThanTheTokenMayOpenUntilOneHasEnded() {
    worth.put("t", new Terms(READER, 2, List.of(), false));
    worth.put("u", new Terms(READER, 2, List.of(), false));
    Lease first = granted(lend("t")).lease();
    granted(lend("t"));

    assertThat(refused(lend("t"))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    granted(lend("u"));
    first.release();
    granted(lend("t"));
    assertThat(refused(lend("t"))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
  }

  @Test
  void aSessionThatCannotBeEndedKeepsNoOtherAlive() {
    List<ProtocolException> ended = new ArrayList<>();
    for (String token : List.of("a", "b", "c")) {
      worth.put(token, Terms.of(READER));
      granted(lend(token))
          .lease()
          .onRevoked(
              why -> {
                ended.add(why);
                throw new IllegalStateException("its loop is gone");
              });
    }
    worth.clear();

    use.recheck();

    assertThat(ended).hasSize(3);
  }

  @Test
  void refusesATokenFromAnotherNetworkAndDoesNotCountIt() {
    worth.put(
        "t",
        new Terms(READER, 1, List.of(Networks.ANY, Networks.parse(List.of("10.0.0.0/8"))), false));

    assertThat(refused(lend("t"))).isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(use.sessions()).isZero();
  }

  @Test
  void endsTheSessionsOfARevokedTokenAndNoOthers() {
    worth.put("t", Terms.of(READER));
    worth.put("u", Terms.of(READER));
    List<String> ended = new ArrayList<>();
    granted(lend("t")).lease().onRevoked(why -> ended.add("t " + why.getMessage()));
    granted(lend("u")).lease().onRevoked(why -> ended.add("u"));

    use.recheck();
    assertThat(ended).isEmpty();
    worth.remove("t");
    use.recheck();
    use.recheck();

    assertThat(ended).containsExactly("t revoked");
  }

  @Test
  void endsASessionThatBeginsAfterItsTokenWasRevoked() {
    worth.put("t", Terms.of(READER));
    Lease lease = granted(lend("t")).lease();
    worth.remove("t");
    use.recheck();
    List<ErrorCode> ended = new ArrayList<>();

    lease.onRevoked(why -> ended.add(why.code()));

    assertThat(ended).containsExactly(ErrorCode.UNAUTHORIZED);
  }

  @Test
  void endsASessionWhoseRightsHaveChanged() {
    worth.put("t", Terms.of(READER));
    List<String> ended = new ArrayList<>();
    granted(lend("t")).lease().onRevoked(why -> ended.add(why.getMessage()));

    worth.put("t", Terms.of(new Grant("reader", List.of(Scope.parse("read:/b/**")))));
    use.recheck();

    assertThat(ended).singleElement().asString().contains("has changed");
  }

  @Test
  void endsASessionFromANetworkThatIsNoLongerAllowed() {
    worth.put("t", Terms.of(READER));
    List<ErrorCode> ended = new ArrayList<>();
    granted(lend("t")).lease().onRevoked(why -> ended.add(why.code()));

    worth.put("t", new Terms(READER, 0, List.of(Networks.parse(List.of("10.0.0.0/8"))), false));
    use.recheck();

    assertThat(ended).containsExactly(ErrorCode.FORBIDDEN);
  }

  @Test
  void endsNoSessionThatIsOver() {
    worth.put("t", Terms.of(READER));
    Lease lease = granted(lend("t")).lease();
    List<ErrorCode> ended = new ArrayList<>();
    lease.onRevoked(why -> ended.add(why.code()));
    lease.release();

    use.close();

    assertThat(ended).isEmpty();
    assertThat(use.sessions()).isZero();
  }

  @Test
  void endsAllSessionsWhenTheSchemeGoesAndGrantsNothingAfterwards() {
    worth.put("t", Terms.of(READER));
    List<ErrorCode> ended = new ArrayList<>();
    granted(lend("t")).lease().onRevoked(why -> ended.add(why.code()));

    use.close();

    assertThat(ended).containsExactly(ErrorCode.UNAUTHORIZED);
    assertThat(refused(lend("t"))).isEqualTo(ErrorCode.UNAUTHORIZED);
  }

  @Test
  void acceptsAOneTimeTokenOnce(@TempDir Path folder) throws Exception {
    worth.put("t", once(Networks.ANY));
    try (SpentTokens spent = SpentTokens.open(folder.resolve("spent"), Runnable::run, () -> NOW)) {
      use.change(this::terms, spent);

      granted(lend("t")).lease().release();

      assertThat(refused(lend("t"))).isEqualTo(ErrorCode.UNAUTHORIZED);
      assertThat(use.sessions()).isZero();
    }
  }

  @Test
  void aRefusalDoesNotSpendAOneTimeToken(@TempDir Path folder) throws Exception {
    worth.put("t", once(Networks.parse(List.of("10.0.0.0/8"))));
    try (SpentTokens spent = SpentTokens.open(folder.resolve("spent"), Runnable::run, () -> NOW)) {
      use.change(this::terms, spent);
      assertThat(refused(lend("t"))).isEqualTo(ErrorCode.FORBIDDEN);

      worth.put("t", once(Networks.ANY));

      granted(lend("t"));
    }
  }

  @Test
  void refusesOneTimeTokensWhereTheyCannotBeRemembered() {
    worth.put("t", once(Networks.ANY));

    assertThat(refused(lend("t"))).isEqualTo(ErrorCode.UNAUTHORIZED);
    assertThat(use.sessions()).isZero();
  }

  private static Terms once(Networks networks) {
    Grant grant = new Grant("", READER.scopes(), List.of(), NOW.plusSeconds(60), null, null);
    return new Terms(grant, 0, List.of(networks), true);
  }

  private AuthAnswer lend(String token) {
    return use.lend(token, token, HERE).toCompletableFuture().join();
  }

  private static Grant granted(AuthAnswer answer) {
    assertThat(answer).isInstanceOf(AuthAnswer.Granted.class);
    return ((AuthAnswer.Granted) answer).grant();
  }

  private static ErrorCode refused(AuthAnswer answer) {
    assertThat(answer).isInstanceOf(AuthAnswer.Refused.class);
    return ((AuthAnswer.Refused) answer).code();
  }
}
