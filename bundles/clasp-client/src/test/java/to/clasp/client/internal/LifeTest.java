package to.clasp.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import to.clasp.auth.Grant;
import to.clasp.client.ClaspClient;
import to.clasp.client.ClaspException;
import to.clasp.client.Received;
import to.clasp.client.Registration;
import to.clasp.client.SubscriptionOptions;
import to.clasp.protocol.Publish;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Unsubscribe;
import to.clasp.protocol.Value;
import to.clasp.router.internal.TestRouter;
import to.clasp.testkit.RawClient;

/** The end of a client, its threads, its token, and publishers. */
class LifeTest {
  private TestRouter router;

  @BeforeEach
  void start() {
    router = TestRouter.open();
  }

  @AfterEach
  void stop() {
    router.close();
  }

  private ClaspClient client() {
    return Lab.clients(router.transport()).builder(router.uri().toString()).connect();
  }

  @Test
  void whatWasCalledBeforeTheEndIsSent() {
    try (ClaspClient clasp = client()) {
      for (int i = 0; i < 1000; i++) {
        clasp.set("/a", i);
      }
    }
    try (ClaspClient reader = client()) {
      Lab.await(
          "the last", () -> reader.get("/a", int.class).exceptionally(absent -> -1).join() == 999);
    }
  }

  @Test
  void theEndCompletesEverything() {
    ScriptedRouter silent =
        new ScriptedRouter(
            (peer, message) -> {
              if (!(message instanceof to.clasp.protocol.Set)) {
                peer.answer(message);
              }
            });
    ClaspClient clasp = Lab.clients(silent.transport()).builder(silent.uri().toString()).connect();
    CompletableFuture<Long> set = clasp.set("/a", 1);
    Lab.await("sent", () -> silent.received().stream().anyMatch(Lab::isSet));
    clasp.close();
    assertThat(Lab.failure(set)).hasMessageContaining("closed");
    assertThat(Lab.get(clasp.closed())).isNull();
    assertThat(Lab.failure(clasp.set("/a", 2))).hasMessageContaining("the client is closed");
    assertThat(Lab.failure(clasp.emit("/a", 2))).hasMessageContaining("the client is closed");
    assertThat(Lab.failure(clasp.on("/b", (address, value) -> {}).ready()))
        .hasMessageContaining("closed");
    clasp.close();
    silent.close();
  }

  @Test
  void noThreadLivesOn() {
    ClaspClient one = client();
    ClaspClient two = Lab.clients(router.transport()).builder(router.uri().toString()).connect();
    assertThat(timers()).isNotEmpty().allMatch(Thread::isDaemon);
    one.close();
    two.close();
    Lab.await("no timer", () -> timers().isEmpty());
    Lab.await("no connection", () -> router.transport().openConnections() == 0);
  }

  private static List<Thread> timers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("clasp-client-timer"))
        .toList();
  }

  @Test
  void aCallbackMayCloseTheClient() {
    ClaspClient clasp = client();
    Lab.get(clasp.on("/end", (address, value) -> clasp.close()).ready());
    RawClient raw = router.rawClient();
    raw.send(to.clasp.protocol.Set.of("/end", to.clasp.protocol.Value.of(1)));
    Lab.get(clasp.closed());
  }

  @Test
  void aListenerThatWasGivenTwiceIsTakenBackOnceAtATime() {
    ClaspClient clasp = client();
    List<Object> told = new CopyOnWriteArrayList<>();
    Consumer<ClaspException> listener = told::add;
    Registration first = clasp.onDisconnect(listener);
    clasp.onDisconnect(listener);
    first.close();
    first.close();
    CompletableFuture<ClaspException> last = new CompletableFuture<>();
    clasp.onDisconnect(last::complete);
    clasp.close();
    Lab.get(last);
    assertThat(told).hasSize(1);
  }

  @Test
  void theTokenIsAskedForAtEachSession() {
    AtomicInteger asked = new AtomicInteger();
    List<String> shown = Collections.synchronizedList(new ArrayList<>());
    TestRouter strict =
        TestRouter.authenticatedBy(
            credentials -> {
              shown.add(credentials.token());
              return CompletableFuture.completedStage(Grant.EVERYTHING);
            });
    FaultyConnector faulty = new FaultyConnector(strict.transport());
    try (ClaspClient clasp =
        Lab.quick(Lab.clients(faulty).builder(strict.uri().toString()))
            .token(() -> "token-" + asked.incrementAndGet())
            .connect()) {
      CompletableFuture<Void> back = new CompletableFuture<>();
      clasp.onResync(() -> back.complete(null));
      faulty.cut();
      Lab.get(back);
      assertThat(shown).containsExactly("token-1", "token-2");
    } finally {
      strict.close();
    }
  }

  @Test
  void aConnectThatIsCancelledLeavesNothingOpen() {
    ScriptedRouter silent = new ScriptedRouter((peer, message) -> {});
    CompletableFuture<ClaspClient> connecting =
        Lab.clients(silent.transport()).builder(silent.uri().toString()).connectAsync();
    Lab.await("HELLO", () -> !silent.received().isEmpty());
    connecting.cancel(false);
    Lab.await("closed", () -> silent.transport().openConnections() == 0);
    silent.close();
  }

  /** Takes what it has asked for. */
  private static class Taker implements Flow.Subscriber<Received> {
    final BlockingQueue<Object> taken = new LinkedBlockingQueue<>();
    final CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Flow.Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
    }

    @Override
    public void onNext(Received item) {
      taken.add(item.value());
    }

    @Override
    public void onError(Throwable failure) {
      ended.complete(failure);
    }

    @Override
    public void onComplete() {
      ended.complete(null);
    }
  }

  @Test
  void aPublisherGivesNoMoreThanIsAskedFor() throws Exception {
    ClaspClient clasp = client();
    Taker taker = new Taker();
    clasp.publisher("/f", SubscriptionOptions.ALL).subscribe(taker);
    taker.subscription.request(2);
    Lab.await(
        "subscribed",
        () -> {
          Lab.get(clasp.set("/f", "again"));
          return taker.taken.size() == 2;
        });
    Lab.get(clasp.set("/f", "third"));
    assertThat(taker.taken).hasSize(2);
    taker.subscription.request(1);
    Lab.await("the third", () -> taker.taken.size() == 3);
    taker.subscription.request(Long.MAX_VALUE);
    clasp.close();
    assertThat(Lab.get(taker.ended)).isNull();
  }

  @Test
  void aPublisherRefusesANegativeRequest() {
    try (ClaspClient clasp = client()) {
      Taker taker = new Taker();
      clasp.publisher("/f", SubscriptionOptions.ALL).subscribe(taker);
      taker.subscription.request(0);
      assertThat(Lab.get(taker.ended)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aPublisherThatIsRefusedForItsRequestIsUnsubscribed() {
    ScriptedRouter scripted = new ScriptedRouter(ScriptedRouter.Peer::answer);
    try (ClaspClient clasp =
        Lab.clients(scripted.transport()).builder(scripted.uri().toString()).connect()) {
      Taker taker = new Taker();
      clasp.publisher("/f", SubscriptionOptions.ALL).subscribe(taker);
      scripted.send(Publish.of("/f", SignalType.EVENT, Value.of(1)));
      Lab.get(clasp.query("/**"));
      taker.subscription.request(0);
      assertThat(Lab.get(taker.ended)).isInstanceOf(IllegalArgumentException.class);
      Lab.await(
          "UNSUBSCRIBE",
          () -> scripted.received().stream().anyMatch(Unsubscribe.class::isInstance));
    } finally {
      scripted.close();
    }
  }

  @Test
  void aPublisherOfAClosedClientCompletes() {
    ClaspClient clasp = client();
    clasp.close();
    Taker taker = new Taker();
    clasp.publisher("/f", SubscriptionOptions.ALL).subscribe(taker);
    assertThat(Lab.get(taker.ended)).isNull();
  }

  @Test
  void aSubscriberThatThrowsAtTheEndDoesNotKeepTheClientFromIt() {
    ClaspClient clasp =
        Lab.clients(router.transport())
            .builder(router.uri().toString())
            .callbacks(Runnable::run)
            .connect();
    Taker taker =
        new Taker() {
          @Override
          public void onComplete() {
            throw new IllegalStateException("on purpose");
          }
        };
    clasp.publisher("/f", SubscriptionOptions.ALL).subscribe(taker);
    Lab.get(clasp.query("/**"));
    clasp.close();
    assertThat(Lab.get(clasp.closed())).isNull();
  }

  @Test
  void aSchemeWithoutATransportIsTold() {
    ClaspException nothing =
        catchThrowableOfType(ClaspException.class, () -> ClaspClient.connect("quic://127.0.0.1:1"));
    assertThat(nothing).hasMessageContaining("no transport for it is on the class path");
  }

  @Test
  void theClientAloneBringsATransportForWebSocket() {
    ClaspException refused =
        catchThrowableOfType(ClaspException.class, () -> ClaspClient.connect("ws://127.0.0.1:1"));
    assertThat(refused).hasMessage("cannot connect: ws://127.0.0.1:1: connection refused");
  }
}
