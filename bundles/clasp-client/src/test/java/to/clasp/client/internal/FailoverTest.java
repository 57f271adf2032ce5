package to.clasp.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.client.ClaspBuilder;
import to.clasp.client.ClaspClient;
import to.clasp.client.ClaspException;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.Welcome;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.Connector;

/** Which of several endpoints the client ends up at, and when. */
class FailoverTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(10);

  private final ScriptedRouter first = new ScriptedRouter(this::answerFirst);
  private final ScriptedRouter second = new ScriptedRouter(this::answerSecond);
  private final Mute mute = new Mute();
  private volatile boolean firstWelcomes = true;
  private volatile boolean secondWelcomes = true;
  private volatile boolean firstEnds;
  private volatile boolean firstRefuses;

  /** Where nothing answers, as with UDP where nobody listens. */
  private static final class Mute implements Connector {
    private final AtomicInteger asked = new AtomicInteger();

    @Override
    public Set<String> schemes() {
      return Set.of("mute");
    }

    @Override
    public CompletionStage<Connection> connect(
        URI to, ConnectOptions how, Function<Connection, ConnectionHandler> handler) {
      asked.incrementAndGet();
      return new CompletableFuture<>();
    }
  }

  private void answerFirst(ScriptedRouter.Peer peer, Message message) {
    if (firstRefuses) {
      peer.send(new ErrorMessage(300, "no token", null, null));
      peer.end();
    } else if (firstWelcomes) {
      peer.answer(message);
      if (firstEnds) {
        peer.end();
      }
    }
  }

  private void answerSecond(ScriptedRouter.Peer peer, Message message) {
    if (secondWelcomes) {
      peer.answer(message);
    }
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  private URI spare() {
    return URI.create("spare:" + second.uri().getRawSchemeSpecificPart());
  }

  private ClaspBuilder builder(Duration delay, Object... endpoints) {
    ClaspBuilder builder =
        Lab.clients(first.transport(), new Renamed(second.transport(), "spare"), mute)
            .builder()
            .connectTimeout(LONG)
            .attemptDelay(delay);
    for (Object endpoint : endpoints) {
      builder.endpoint(URI.create(endpoint.toString()));
    }
    return builder;
  }

  private static boolean hasHello(ScriptedRouter router) {
    return router.received().stream().anyMatch(Hello.class::isInstance);
  }

  @Test
  void anEndpointThatDoesNotAnswerHoldsTheClientUpForTheDelayOnly() {
    CompletableFuture<ClaspClient> connecting =
        builder(SHORT, "mute://host", "mute://other", spare()).connectAsync();
    try (ClaspClient clasp = Lab.get(connecting)) {
      assertThat(clasp.endpoint()).isEqualTo(spare());
      assertThat(mute.asked).hasValue(2);
    }
  }

  @Test
  void anEndpointThatFailsIsFollowedAtOnce() {
    firstRefuses = true;
    try (ClaspClient clasp = Lab.get(builder(LONG, first.uri(), spare()).connectAsync())) {
      assertThat(clasp.endpoint()).isEqualTo(spare());
    }
  }

  @Test
  void theEndpointThatIsPreferredIsTakenIfItAnswersInTime() {
    try (ClaspClient clasp = Lab.get(builder(LONG, first.uri(), spare()).connectAsync())) {
      assertThat(clasp.endpoint()).isEqualTo(first.uri());
      assertThat(hasHello(second)).isFalse();
    }
  }

  @Test
  void theFirstWelcomeCountsAndTheOtherAttemptEndsWithoutATrace() {
    firstWelcomes = false;
    AtomicInteger told = new AtomicInteger();
    try (ClaspClient clasp = Lab.get(builder(SHORT, first.uri(), spare()).connectAsync())) {
      clasp.onError(error -> told.incrementAndGet());
      clasp.onDisconnect(why -> told.incrementAndGet());
      assertThat(clasp.endpoint()).isEqualTo(spare());
      Lab.await("the loser is closed", () -> first.transport().openConnections() == 0);
      assertThat(Lab.failure(clasp.get("/a")).code()).isEqualTo(201);
      assertThat(told).hasValue(0);
    }
  }

  @Test
  void aLateWelcomeOfThePreferredOneCountsIfItIsTheFirst() {
    firstWelcomes = false;
    secondWelcomes = false;
    CompletableFuture<ClaspClient> connecting = builder(SHORT, first.uri(), spare()).connectAsync();
    Lab.await("both are asked", () -> hasHello(first) && hasHello(second));
    firstWelcomes = true;
    first.send(new Welcome(1, to.clasp.protocol.Features.ALL, 1, "late", "scripted", null));
    try (ClaspClient clasp = Lab.get(connecting)) {
      assertThat(clasp.endpoint()).isEqualTo(first.uri());
      Lab.await("the loser is closed", () -> second.transport().openConnections() == 0);
    }
  }

  @Test
  void theOthersGetTheirTurnIfTheFirstWelcomeComesToNothing() {
    firstEnds = true;
    try (ClaspClient clasp = Lab.get(builder(LONG, first.uri(), spare()).connectAsync())) {
      assertThat(clasp.endpoint()).isEqualTo(spare());
    }
  }

  @Test
  void reasonsAreToldInTheOrderOfPreferenceWithTheCodeOfTheRouter() {
    firstRefuses = true;
    ClaspException why =
        Lab.failure(builder(SHORT, "nowhere://a", first.uri(), "nowhere://b").connectAsync());
    assertThat(why)
        .hasMessageStartingWith("cannot connect: nowhere://a: no such connector")
        .hasMessageContaining("; " + first.uri() + ": no token; nowhere://b: ");
    assertThat(why.code()).isEqualTo(300);
  }

  @Test
  void aClientThatIsClosedMeanwhileLeavesNoAttemptBehind() {
    firstWelcomes = false;
    secondWelcomes = false;
    CompletableFuture<ClaspClient> connecting =
        builder(SHORT, first.uri(), spare(), "mute://host").connectAsync();
    Lab.await("all are asked", () -> hasHello(second) && mute.asked.get() == 1);
    connecting.cancel(false);
    Lab.await(
        "all are closed",
        () ->
            first.transport().openConnections() == 0 && second.transport().openConnections() == 0);
  }

  @Test
  void theTimeThatASupplierOfTokensTakesIsNotThatOfTheEndpoint() {
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger askedMeanwhile = new AtomicInteger();
    ExecutorService threads = Executors.newCachedThreadPool();
    CompletableFuture<ClaspClient> connecting =
        builder(SHORT, first.uri(), spare())
            .callbacks(threads)
            .token(
                () -> {
                  if (asked.incrementAndGet() == 1) {
                    LockSupport.parkNanos(10 * SHORT.toNanos());
                    askedMeanwhile.set(asked.get());
                  }
                  return "token";
                })
            .connectAsync();
    Lab.get(connecting).close();
    threads.shutdownNow();
    assertThat(askedMeanwhile).hasValue(1);
  }

  @Test
  void aTokenThatComesTooLateOpensNoConnection() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    ExecutorService one = Executors.newSingleThreadExecutor();
    CompletableFuture<ClaspClient> connecting =
        builder(SHORT, "mute://host")
            .callbacks(one)
            .token(
                () -> {
                  answered.countDown();
                  try {
                    gate.await();
                  } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                  }
                  return "token";
                })
            .connectAsync();
    answered.await();
    connecting.cancel(false);
    gate.countDown();
    // Behind the supplier, so what follows from it is over.
    CompletableFuture.runAsync(() -> {}, one).get();
    one.shutdownNow();
    assertThat(mute.asked).hasValue(0);
  }

  @Test
  void aHelloThatDoesNotFitAFrameFailsAtOnce() {
    ClaspException why =
        Lab.failure(builder(LONG, first.uri()).token("x".repeat(70_000)).connectAsync());
    assertThat(why).hasMessageStartingWith("cannot connect: " + first.uri() + ": ");
    assertThat(why.getMessage()).doesNotContain("xxxx").hasSizeLessThan(300);
  }
}
