package to.clasp.auth.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import to.clasp.auth.AuthAnswer;
import to.clasp.auth.AuthScheme;
import to.clasp.auth.Credentials;
import to.clasp.auth.Grant;
import to.clasp.auth.Scope;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;
import to.clasp.transport.ConnectionInfo;

class AuthChainTest {
  private long now;
  private static final Grant READER = new Grant("reader", List.of(Scope.parse("read:/a/**")));

  private final AuthChain chain = new AuthChain(new FailedAttempts(3, 60, () -> now));

  @Test
  void openAloneGrantsEverything() {
    chain.add(new OpenScheme());

    Grant grant = authenticate("whatever");

    assertThat(grant.mayRead("/any/thing")).isTrue();
    assertThat(grant.mayWrite("/any/thing")).isTrue();
  }

  @Test
  void openIsIgnoredWhileAnotherSchemeIsActive() {
    chain.add(new OpenScheme());
    AuthScheme strict = scheme("strict", () -> AuthAnswer.NotMine.INSTANCE);
    chain.add(strict);

    assertRefused("token", ErrorCode.UNAUTHORIZED);

    chain.remove(strict);
    assertThat(authenticate("token").scopes()).isEqualTo(Grant.EVERYTHING.scopes());
  }

  @Test
  void theFirstSchemeThatKnowsTheTokenDecides() {
    chain.add(scheme("first", () -> AuthAnswer.NotMine.INSTANCE));
    chain.add(scheme("second", () -> new AuthAnswer.Granted(READER)));
    chain.add(scheme("third", () -> new AuthAnswer.Refused(ErrorCode.TOKEN_EXPIRED, "expired")));

    assertThat(authenticate("token")).isEqualTo(READER);
  }

  @Test
  void aRefusalIsFinal() {
    chain.add(scheme("first", () -> new AuthAnswer.Refused(ErrorCode.TOKEN_EXPIRED, "expired")));
    chain.add(scheme("second", () -> new AuthAnswer.Granted(READER)));

    assertRefused("token", ErrorCode.TOKEN_EXPIRED);
  }

  @Test
  void nobodyKnowingTheTokenIsUnauthorized() {
    chain.add(scheme("first", () -> AuthAnswer.NotMine.INSTANCE));

    assertRefused("token", ErrorCode.UNAUTHORIZED);
    assertRefused(null, ErrorCode.UNAUTHORIZED);
  }

  @Test
  void aSchemeThatThrowsRefusesAndIsNoWayPastTheOthers() {
    chain.add(
        scheme(
            "broken",
            () -> {
              throw new IllegalStateException("broken");
            }));
    chain.add(scheme("second", () -> new AuthAnswer.Granted(READER)));

    assertRefused("token", ErrorCode.INTERNAL_ERROR);
  }

  @Test
  void whoShowsWrongTokensAgainAndAgainHasToWait() {
    List<String> asked = new ArrayList<>();
    chain.add(
        scheme(
            "strict",
            () -> {
              asked.add("");
              return new AuthAnswer.Refused(ErrorCode.UNAUTHORIZED, "wrong");
            }));
    for (int i = 0; i < 3; i++) {
      assertRefused("guess", ErrorCode.UNAUTHORIZED);
    }

    assertRefused("guess", ErrorCode.LIMIT_EXCEEDED);
    assertThat(asked).hasSize(3);
    now += TimeUnit.SECONDS.toNanos(20);
    assertRefused("guess", ErrorCode.UNAUTHORIZED);
    assertRefused("guess", ErrorCode.LIMIT_EXCEEDED);
  }

  @Test
  void aTokenOfNoKindIsAGuessToo() {
    chain.add(scheme("first", () -> AuthAnswer.NotMine.INSTANCE));
    for (int i = 0; i < 3; i++) {
      assertRefused("guess", ErrorCode.UNAUTHORIZED);
    }

    assertRefused("guess", ErrorCode.LIMIT_EXCEEDED);
  }

  @Test
  void whoShowsNoTokenOrOneTooOftenInUseDoesNotGuess() {
    AuthAnswer inUse = new AuthAnswer.Refused(ErrorCode.LIMIT_EXCEEDED, "in use");
    AuthScheme first = scheme("first", () -> inUse);
    chain.add(first);
    for (int i = 0; i < 10; i++) {
      assertRefused("good", ErrorCode.LIMIT_EXCEEDED);
      assertRefused(null, ErrorCode.LIMIT_EXCEEDED);
    }
    chain.add(scheme("second", () -> new AuthAnswer.Granted(READER)));
    chain.remove(first);

    assertThat(authenticate("good")).isEqualTo(READER);
  }

  @Test
  void whoShowsNoTokenNeedNotWaitForThoseWhoGuessAtTheSameAddress() {
    chain.add(scheme("tokens", () -> new AuthAnswer.Refused(ErrorCode.UNAUTHORIZED, "wrong")));
    for (int i = 0; i < 3; i++) {
      assertRefused("guess", ErrorCode.UNAUTHORIZED);
    }
    assertRefused("guess", ErrorCode.LIMIT_EXCEEDED);

    assertRefused(null, ErrorCode.UNAUTHORIZED);
  }

  @Test
  void aLateAnswerCountsAsAnEarlyOne() {
    CompletableFuture<AuthAnswer> late = new CompletableFuture<>();
    chain.add(late("late", late));
    chain.add(scheme("second", () -> new AuthAnswer.Granted(READER)));

    CompletableFuture<Grant> grant = chain.authenticate(credentials("x")).toCompletableFuture();
    assertThat(grant).isNotDone();
    late.complete(AuthAnswer.NotMine.INSTANCE);

    assertThat(grant).isCompletedWithValue(READER);
  }

  @Test
  void aLateFailureIsNoWayPastTheOthers() {
    CompletableFuture<AuthAnswer> late = new CompletableFuture<>();
    chain.add(late("late", late));
    chain.add(scheme("second", () -> new AuthAnswer.Granted(READER)));

    CompletableFuture<Grant> grant = chain.authenticate(credentials("x")).toCompletableFuture();
    late.completeExceptionally(new IllegalStateException("broken"));

    assertThat(grant).isCompletedExceptionally();
  }

  @Test
  void whoCameInWhileEverybodyCouldIsSentAwayWhenThatIsOver() {
    chain.add(new OpenScheme());
    List<ErrorCode> ended = new ArrayList<>();
    authenticate(null).lease().onRevoked(why -> ended.add(why.code()));

    chain.add(scheme("strict", () -> new AuthAnswer.Granted(READER)));

    assertThat(ended).containsExactly(ErrorCode.UNAUTHORIZED);
  }

  @Test
  void aSchemeOfTheNameOpenIsAskedLikeAnyOther() {
    chain.add(
        scheme(
            AuthScheme.OPEN, () -> new AuthAnswer.Refused(ErrorCode.UNAUTHORIZED, "not so open")));

    assertRefused("token", ErrorCode.UNAUTHORIZED);
  }

  @Test
  void otherSettingsHoldAtOnce() {
    chain.add(scheme("first", () -> AuthAnswer.NotMine.INSTANCE));
    chain.configure(Configs.of(AuthConfig.class, Map.of("maxFailuresPerSource", 1)));
    assertRefused("guess", ErrorCode.UNAUTHORIZED);
    assertRefused("guess", ErrorCode.LIMIT_EXCEEDED);

    chain.configure(Configs.of(AuthConfig.class, Map.of("maxFailuresPerSource", 0)));
    assertRefused("guess", ErrorCode.UNAUTHORIZED);
    assertThatThrownBy(
            () -> chain.configure(Configs.of(AuthConfig.class, Map.of("failureWindowSeconds", 0))))
        .hasMessageContaining("failureWindowSeconds");
  }

  private static AuthScheme late(String name, CompletionStage<AuthAnswer> answer) {
    return new AuthScheme() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public CompletionStage<AuthAnswer> check(Credentials credentials) {
        return answer;
      }
    };
  }

  private Grant authenticate(String token) {
    return chain.authenticate(credentials(token)).toCompletableFuture().join();
  }

  private void assertRefused(String token, ErrorCode code) {
    assertThatThrownBy(() -> authenticate(token))
        .isInstanceOf(CompletionException.class)
        .extracting(failure -> ((ProtocolException) failure.getCause()).code())
        .isEqualTo(code);
  }

  private static Credentials credentials(String token) {
    return new Credentials(
        "test",
        token,
        new ConnectionInfo(
            "memory",
            InetSocketAddress.createUnresolved("peer", 1),
            false,
            true,
            Optional.empty()));
  }

  private static AuthScheme scheme(String name, Supplier<AuthAnswer> answer) {
    return new AuthScheme() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public CompletionStage<AuthAnswer> check(Credentials credentials) {
        return CompletableFuture.completedStage(answer.get());
      }
    };
  }
}
