package to.clasp.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.client.ClaspClient;
import to.clasp.client.ClaspException;
import to.clasp.client.ReconnectPolicy;
import to.clasp.protocol.Ack;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Get;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Pong;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Result;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.Value;

/** Peers that are no good router, and routers that answer otherwise than ours. */
class HostileRouterTest {
  private ScriptedRouter router;
  private ClaspClient clasp;

  private void connect(BiConsumer<ScriptedRouter.Peer, Message> script) {
    connect(Lab.TIMEOUT, script);
  }

  private void connect(Duration deadline, BiConsumer<ScriptedRouter.Peer, Message> script) {
    router = new ScriptedRouter(script);
    clasp =
        Lab.quick(Lab.clients(router.transport()).builder(router.uri().toString()))
            .callDeadline(deadline)
            .connect();
  }

  @AfterEach
  void close() {
    if (clasp != null) {
      clasp.close();
    }
    router.close();
  }

  /** Acknowledges as a router does, and beside that what a test wants. */
  private static void acknowledge(ScriptedRouter.Peer peer, Message message) {
    peer.answer(message);
    if (message instanceof Set set) {
      peer.send(new Ack(set.address(), 1L, null, null, null));
    }
  }

  @Test
  void confirmationsInAnotherOrderGoToTheirAddresses() {
    List<Message> held = new ArrayList<>();
    connect(
        (peer, message) -> {
          peer.answer(message);
          if (message instanceof Set set) {
            held.add(0, new Ack(set.address(), (long) held.size() + 1, null, null, null));
            if (held.size() == 3) {
              held.forEach(peer::send);
            }
          }
        });
    CompletableFuture<Long> a = clasp.set("/a", 1);
    CompletableFuture<Long> b = clasp.set("/b", 1);
    CompletableFuture<Long> c = clasp.set("/c", 1);
    assertThat(List.of(Lab.get(a), Lab.get(b), Lab.get(c))).containsExactly(1L, 2L, 3L);
  }

  @Test
  void answersToNothingAreIgnored() {
    connect(
        (peer, message) -> {
          if (message instanceof Set) {
            peer.send(
                new Ack("/other", 5L, null, null, null),
                new Ack(null, null, null, null, null),
                Pong.INSTANCE,
                new Result(List.of()),
                new Hello(1, to.clasp.protocol.Features.ALL, "no client", null));
          }
          acknowledge(peer, message);
        });
    assertThat(Lab.get(clasp.set("/a", 1))).isEqualTo(1);
  }

  @Test
  void garbageIsReportedAndTheSessionGoesOn() {
    connect(
        (peer, message) -> {
          if (message instanceof Set) {
            peer.sendBytes(new byte[] {0x53, 0, 0, 1, (byte) 0x99});
            peer.sendBytes(new byte[] {1, 2, 3});
          }
          acknowledge(peer, message);
        });
    CompletableFuture<ClaspException> told = new CompletableFuture<>();
    clasp.onError(told::complete);
    assertThat(Lab.get(clasp.set("/a", 1))).isEqualTo(1);
    assertThat(Lab.get(told)).hasMessageContaining("could not be read");
  }

  @Test
  void aPeerThatSendsNothingButNonsenseIsLeft() {
    AtomicInteger hellos = new AtomicInteger();
    connect(
        (peer, message) -> {
          peer.answer(message);
          if (message instanceof Hello) {
            hellos.incrementAndGet();
          } else if (message instanceof Set && hellos.get() == 1) {
            for (int i = 0; i < 1_100; i++) {
              peer.send(new Ack("/nothing", 1L, null, null, null));
            }
          } else if (message instanceof Set set) {
            peer.send(new Ack(set.address(), 1L, null, null, null));
          }
        });
    CompletableFuture<ClaspException> left = new CompletableFuture<>();
    clasp.onDisconnect(left::complete);
    clasp.set("/a", 1);
    assertThat(Lab.get(left)).hasMessageContaining("senseless");
  }

  @Test
  void silenceFailsTheCallAndThenTheConnection() {
    AtomicBoolean mute = new AtomicBoolean();
    connect(
        Duration.ofMillis(300),
        (peer, message) -> {
          mute.compareAndSet(false, message instanceof Get);
          if (!mute.get()) {
            peer.answer(message);
          }
        });
    CompletableFuture<ClaspException> lost = new CompletableFuture<>();
    clasp.onDisconnect(lost::complete);
    assertThat(Lab.failure(clasp.get("/a")))
        .hasMessageStartingWith("GET /a: not answered within PT0.3S");
    assertThat(Lab.get(lost)).hasMessageContaining("silent");
  }

  /** It keeps talking, so that it is not silent; what is late is kept to know its answer by. */
  @Test
  void aPeerThatTakesLargeCallsAndAnswersNoneIsLeftBeforeTheyFillTheMemory() {
    AtomicBoolean taking = new AtomicBoolean();
    connect(
        Duration.ofMillis(200),
        (peer, message) -> {
          taking.compareAndSet(false, message instanceof Set);
          if (taking.get()) {
            peer.send(Publish.of("/alive", to.clasp.protocol.SignalType.EVENT, null));
          } else {
            peer.answer(message);
          }
        });
    CompletableFuture<ClaspException> left = new CompletableFuture<>();
    clasp.onDisconnect(left::complete);
    byte[] large = new byte[60_000];
    Lab.await(
        "left",
        () -> {
          clasp.set("/a", large);
          return left.isDone();
        });
    // On a machine that stands still for a moment it counts as silent before.
    assertThat(Lab.get(left).getMessage()).containsPattern("without an answer|is silent");
    assertThat(router.received()).hasSizeLessThan(4_000);
  }

  @Test
  void aLateConfirmationIsNotTakenForThatOfTheNextSet() {
    List<Ack> late = new CopyOnWriteArrayList<>();
    connect(
        Duration.ofSeconds(2),
        (peer, message) -> {
          if (message instanceof Set set) {
            late.add(new Ack(set.address(), (long) late.size() + 1, null, null, null));
          } else if (!(message instanceof Ping) || late.isEmpty()) {
            peer.answer(message);
          }
        });
    CompletableFuture<Long> first = clasp.set("/a", 1);
    Lab.await("sent", () -> late.size() == 1);
    // Something arrives, so that the router does not count as silent.
    Lab.await(
        "late",
        () -> {
          router.send(Publish.of("/alive", to.clasp.protocol.SignalType.EVENT, null));
          return first.isCompletedExceptionally();
        });
    CompletableFuture<Long> second = clasp.set("/a", 2);
    Lab.await("sent", () -> late.size() == 2);
    router.send(late.get(0), late.get(1));
    assertThat(Lab.get(second)).isEqualTo(2);
  }

  @Test
  void aRouterThatIsSilentAboutMissingParamsIsUnderstood() {
    connect(ScriptedRouter.Peer::answer);
    assertThat(Lab.failure(clasp.get("/missing")).code())
        .isEqualTo(ErrorCode.ADDRESS_NOT_FOUND.code());
    Lab.get(clasp.on("/a", (address, value) -> {}).ready());
    assertThat(Lab.get(clasp.query("/**"))).isEmpty();
    assertThat(Lab.get(clasp.bundle(all -> all.set("/a", 1)))).isZero();
  }

  @Test
  void aRefusedSubscriptionFailsAndIsClosed() {
    connect(
        (peer, message) -> {
          if (message instanceof Subscribe subscribe) {
            peer.send(new ErrorMessage(301, "no scope", subscribe.pattern(), null));
          }
          peer.answer(message);
        });
    assertThat(Lab.failure(clasp.on("/a", (address, value) -> {}).ready()).code()).isEqualTo(301);
  }

  @Test
  void anErrorWithoutAddressBelongsToTheFirstOpenCall() {
    connect(
        (peer, message) -> {
          peer.answer(message);
          if (message instanceof Set) {
            peer.send(new ErrorMessage(429, "Rate limit exceeded", null, null));
          }
        });
    assertThat(Lab.failure(clasp.set("/a", 1)).code()).isEqualTo(429);
  }

  @Test
  void anErrorWithoutAddressThatCouldBeAboutAnEventIsNotGuessedAt() {
    connect(
        (peer, message) -> {
          if (message instanceof Publish) {
            peer.send(new ErrorMessage(429, "Rate limit exceeded", null, null));
          }
          acknowledge(peer, message);
        });
    clasp.emit("/e", 1);
    assertThat(Lab.get(clasp.set("/a", 1))).isEqualTo(1);
  }

  @Test
  void anErrorAboutTheSessionIsNoAnswer() {
    connect(
        (peer, message) -> {
          if (message instanceof Set) {
            peer.send(new ErrorMessage(501, "going away", null, null));
          }
          acknowledge(peer, message);
        });
    assertThat(Lab.get(clasp.set("/a", 1))).isEqualTo(1);
  }

  @Test
  void aGetIsNotAnsweredByTheSnapshotOfASubscription() {
    connect(
        (peer, message) -> {
          if (message instanceof Subscribe) {
            peer.send(snapshot(1));
          } else if (message instanceof Get) {
            peer.send(snapshot(2));
          }
          acknowledge(peer, message);
        });
    clasp.on("/a", (address, value) -> {});
    clasp.set("/a", 2);
    assertThat(Lab.get(clasp.get("/a", int.class))).isEqualTo(2);
  }

  private static Snapshot snapshot(int value) {
    return new Snapshot(List.of(new Snapshot.Entry("/a", Value.of(value), value, null, null)));
  }

  @Test
  void aRefusedHelloIsToldWithItsCode() {
    router =
        new ScriptedRouter(
            (peer, message) -> {
              peer.send(new ErrorMessage(300, "no token", null, null));
              peer.end();
            });
    assertThatThrownBy(
            () ->
                Lab.clients(router.transport())
                    .builder(router.uri().toString())
                    .reconnect(ReconnectPolicy.NEVER)
                    .connect())
        .isInstanceOf(ClaspException.class)
        .hasMessageContaining("no token")
        .extracting(thrown -> ((ClaspException) thrown).code())
        .isEqualTo(300);
  }

  @Test
  void aPeerThatNeverWelcomesIsGivenUpInTime() {
    router = new ScriptedRouter((peer, message) -> {});
    assertThatThrownBy(
            () ->
                Lab.clients(router.transport())
                    .builder(router.uri().toString())
                    .connectTimeout(Duration.ofMillis(100))
                    .connect())
        .hasMessageContaining("no session within PT0.1S");
  }

  @Test
  void pingsOfTheRouterAreAnswered() {
    connect(HostileRouterTest::acknowledge);
    router.send(Ping.INSTANCE);
    Lab.await("PONG", () -> router.received().contains(Pong.INSTANCE));
  }

  @Test
  void aPeerThatAsksAndDoesNotReadGetsNoAnswersInMemory() {
    connect(HostileRouterTest::acknowledge);
    router.setReading(false);
    Message[] pings = new Message[50_000];
    Arrays.fill(pings, Ping.INSTANCE);
    router.send(pings);
    router.send(Set.of("/asked", Value.of(1)));
    Lab.await("all were read", () -> clasp.cached("/asked").isPresent());
    router.setReading(true);
    assertThat(Lab.get(clasp.set("/a", 1))).isEqualTo(1);
    assertThat(router.received().stream().filter(Pong.class::isInstance).count())
        .isBetween(1L, 20_000L);
  }

  @Test
  void anAddressThatIsTooLongTakesNoMemory() {
    connect(HostileRouterTest::acknowledge);
    String tooLong = "/" + "x".repeat(2_000);
    router.send(Set.of(tooLong, Value.of(1)), Set.of("/next", Value.of(1)));
    Lab.await("the next", () -> clasp.cached("/next").isPresent());
    assertThat(clasp.cached(tooLong)).isEmpty();
  }

  @Test
  void aFloodOfValuesForASlowCallbackKeepsTheNewestAndDropsEvents() throws Exception {
    connect(HostileRouterTest::acknowledge);
    List<Object> seen = Collections.synchronizedList(new ArrayList<>());
    CompletableFuture<Void> gate = new CompletableFuture<>();
    List<ClaspException> errors = new CopyOnWriteArrayList<>();
    clasp.onError(errors::add);
    var subscription =
        clasp.on(
            "/**",
            (address, value) -> {
              gate.join();
              seen.add(value);
            });
    Lab.get(subscription.ready());
    int count = Mailbox.BOUND + 5_000;
    for (int i = 1; i <= count; i++) {
      router.send(
          new Set("/p", Value.of(i), (long) i, false, false, null),
          Publish.of("/e", to.clasp.protocol.SignalType.EVENT, Value.of("event")));
    }
    Lab.await("dropped events", () -> subscription.dropped() > 5_000);
    Lab.await("a report", () -> !errors.isEmpty());
    Lab.await("the newest", () -> clasp.cached("/p").orElseThrow().revision() == count);
    gate.complete(null);
    Lab.await("the newest value", () -> seen.contains((long) count));
    assertThat(seen.size()).isLessThan(Mailbox.BOUND + 200);
    assertThat(seen.stream().filter(Long.class::isInstance).map(Long.class::cast)).isSorted();
    assertThat(errors.get(0)).hasMessageContaining("too slow");
  }
}
