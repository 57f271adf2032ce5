package to.clasp.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.client.ClaspBuilder;
import to.clasp.client.ClaspException;

/** What a caller of the builder is told when something is wrong. */
class BuilderTest {
  private final ScriptedRouter mute = new ScriptedRouter((peer, message) -> {});

  @AfterEach
  void close() {
    mute.close();
  }

  private ClaspBuilder builder() {
    return Lab.clients(mute.transport()).builder(mute.uri().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:7330", "/clasp", "ws:7330", "localhost"})
  void anEndpointWithoutSchemeOrHostIsNamed(String endpoint) {
    assertThatThrownBy(() -> Lab.clients().builder(endpoint))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("endpoint " + endpoint + " is not of the form scheme://host");
  }

  @Test
  void timesMustBeAtLeastAMillisecond() {
    Duration little = Duration.ofNanos(1000);
    assertThatThrownBy(() -> builder().attemptDelay(little)).hasMessageContaining("attemptDelay");
    assertThatThrownBy(() -> builder().callDeadline(little)).hasMessageContaining("callDeadline");
    assertThatThrownBy(() -> builder().connectTimeout(little))
        .hasMessageContaining("connectTimeout");
  }

  @Test
  void whatConnectThrowsSaysWhoCalledIt() {
    ClaspBuilder nowhere = Lab.clients().builder().endpoint(URI.create("nowhere://host"));
    ClaspException failure = catchThrowableOfType(ClaspException.class, nowhere::connect);
    assertThat(failure.getStackTrace())
        .extracting(StackTraceElement::getMethodName)
        .contains("whatConnectThrowsSaysWhoCalledIt");
    assertThat(Lab.failure(nowhere.connectAsync()).getStackTrace()).isEmpty();
  }

  @Test
  void connectEndsWhenItsThreadIsInterruptedAndLeavesNothingOpen() {
    CompletableFuture<ClaspException> thrown = new CompletableFuture<>();
    CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              thrown.complete(
                  catchThrowableOfType(ClaspException.class, () -> builder().connect()));
              stillInterrupted.complete(Thread.currentThread().isInterrupted());
            });
    caller.start();
    Lab.await("HELLO", () -> !mute.received().isEmpty());
    caller.interrupt();
    assertThat(Lab.get(thrown)).hasMessage("interrupted while connecting");
    assertThat(Lab.get(stillInterrupted)).isTrue();
    Lab.await("closed", () -> mute.transport().openConnections() == 0);
  }
}
