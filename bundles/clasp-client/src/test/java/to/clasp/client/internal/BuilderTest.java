package to.clasp.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.client.ClaspBuilder;
import to.clasp.client.ClaspClient;
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

  /** The interrupt is seen, and then there is a client all the same. */
  @Test
  void aClientThatIsThereJustWhenItsThreadIsInterruptedIsClosed() {
    AtomicBoolean closed = new AtomicBoolean();
    ClaspClient late =
        (ClaspClient)
            Proxy.newProxyInstance(
                ClaspClient.class.getClassLoader(),
                new Class<?>[] {ClaspClient.class},
                (proxy, method, arguments) -> {
                  closed.set(method.getName().equals("close"));
                  return null;
                });
    CompletableFuture<ClaspClient> connecting =
        new CompletableFuture<>() {
          @Override
          public ClaspClient get() throws InterruptedException {
            complete(late);
            throw new InterruptedException();
          }
        };
    ClaspBuilder interrupted =
        new Builder(settings -> connecting).endpoint(URI.create("ws://host"));
    assertThatThrownBy(interrupted::connect).hasMessage("interrupted while connecting");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(closed).isTrue();
  }
}
