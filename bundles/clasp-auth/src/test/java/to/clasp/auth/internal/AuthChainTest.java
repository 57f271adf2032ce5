package to.clasp.auth.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
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
  private static final Grant READER = new Grant("reader", List.of(Scope.parse("read:/a/**")));

  private final AuthChain chain = new AuthChain();

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
    assertThat(authenticate("token")).isEqualTo(Grant.EVERYTHING);
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
