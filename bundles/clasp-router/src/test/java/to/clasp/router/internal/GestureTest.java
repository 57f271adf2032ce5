package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Bundle;
import to.clasp.protocol.Features;
import to.clasp.protocol.Message;
import to.clasp.protocol.Phase;
import to.clasp.protocol.Publish;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.testkit.Await;
import to.clasp.testkit.MemoryTransport;
import to.clasp.testkit.RawClient;

/** Protocol 8.2: gestures, with an interval that does not end while a test runs. */
class GestureTest {
  private static final Map<String, Object> NO_TIMER =
      Map.of("gestureIntervalMillis", 60_000, "maxGestures", 3);

  private final RouterFixture router =
      new RouterFixture(NO_TIMER, RouterFixture.OPEN, new MemoryTransport(2));
  private final RawClient sender = router.client("sender");
  private final RawClient otherLoop = router.client("on the other loop");
  private final RawClient watcher = router.client("on the sender's loop");

  GestureTest() {
    for (RawClient client : List.of(sender, otherLoop, watcher)) {
      client.send(new Subscribe(1, "/**", Features.NONE, SubscribeOptions.NONE)).expectNothing();
    }
  }

  @AfterEach
  void close() {
    router.close();
  }

  @Test
  void startAndTheFirstMoveGoOnAtOnceAndTheLastMoveBeforeTheEnd() {
    sender.send(pen(Phase.START, 0), pen(Phase.MOVE, 1), pen(Phase.MOVE, 2), pen(Phase.MOVE, 3));
    assertGot(pen(Phase.START, 0), pen(Phase.MOVE, 1));

    sender.send(pen(Phase.MOVE, 4), pen(Phase.END, 5));
    assertGot(pen(Phase.MOVE, 4), pen(Phase.END, 5));
  }

  @Test
  void theLastMoveGoesBeforeACancelToo() {
    sender.send(pen(Phase.START, 0), pen(Phase.MOVE, 1), pen(Phase.MOVE, 2), pen(Phase.CANCEL, 3));

    assertGot(pen(Phase.START, 0), pen(Phase.MOVE, 1), pen(Phase.MOVE, 2), pen(Phase.CANCEL, 3));
  }

  @Test
  void theSenderIsToldNothingOfItsOwnGesture() {
    sender.send(pen(Phase.START, 0), pen(Phase.MOVE, 1), pen(Phase.MOVE, 2), pen(Phase.END, 3));

    sender.expectNothing();
  }

  @Test
  void movesWithoutAStartAreSlowedDownToo() {
    sender.send(pen(Phase.MOVE, 1), pen(Phase.MOVE, 2), pen(Phase.MOVE, 3), pen(Phase.END, 4));

    assertGot(pen(Phase.MOVE, 1), pen(Phase.MOVE, 3), pen(Phase.END, 4));
  }

  @Test
  void anEndOfNothingIsPassedOn() {
    sender.send(pen(Phase.END, 4));

    assertGot(pen(Phase.END, 4));
  }

  @Test
  void aNewStartOfTheSameGestureLetsTheLastMoveGoFirst() {
    sender.send(pen(Phase.START, 0), pen(Phase.MOVE, 1), pen(Phase.MOVE, 2), pen(Phase.START, 3));
    sender.send(pen(Phase.MOVE, 4));

    assertGot(
        pen(Phase.START, 0),
        pen(Phase.MOVE, 1),
        pen(Phase.MOVE, 2),
        pen(Phase.START, 3),
        pen(Phase.MOVE, 4));
  }

  @Test
  void gesturesOfOtherAddressesIdsAndSendersAreNotTouched() {
    RawClient second = router.client("second sender");
    sender.send(pen(Phase.START, 0), pen(Phase.MOVE, 1));
    assertGot(pen(Phase.START, 0), pen(Phase.MOVE, 1));

    sender.send(gesture("/pen", null, Phase.MOVE, 2), gesture("/brush", 7L, Phase.MOVE, 3));
    assertGot(gesture("/pen", null, Phase.MOVE, 2), gesture("/brush", 7L, Phase.MOVE, 3));
    second.send(pen(Phase.MOVE, 4)).expectNothing();
    assertThat(otherLoop.next()).isEqualTo(pen(Phase.MOVE, 4));
  }

  @Test
  void aMissingIdIsTheIdZero() {
    sender.send(gesture("/pen", null, Phase.MOVE, 1), gesture("/pen", 0L, Phase.MOVE, 2));

    assertGot(gesture("/pen", null, Phase.MOVE, 1));
  }

  @Test
  void whatIsNoGestureIsNotSlowedDown() {
    Publish stream =
        new Publish("/s", SignalType.STREAM, Phase.MOVE, Value.of(1), null, 1L, 7L, null);

    sender.send(stream, stream, stream);

    assertGot(stream, stream, stream);
  }

  @Test
  void gesturesInABundleGoThroughAsTheyAre() {
    sender.send(new Bundle(null, List.of(pen(Phase.MOVE, 1), pen(Phase.MOVE, 2))));
    sender.expect(Ack.class);

    assertGot(pen(Phase.MOVE, 1), pen(Phase.MOVE, 2));
  }

  @Test
  void theOpenGesturesOfASenderThatVanishesAreCancelled() {
    sender.send(
        pen(Phase.START, 0),
        pen(Phase.MOVE, 1),
        pen(Phase.MOVE, 2),
        gesture("/done", 1L, Phase.START, 3),
        gesture("/done", 1L, Phase.END, 4),
        gesture("/touch", null, Phase.START, 5));
    assertGot(
        pen(Phase.START, 0),
        pen(Phase.MOVE, 1),
        gesture("/done", 1L, Phase.START, 3),
        gesture("/done", 1L, Phase.END, 4),
        gesture("/touch", null, Phase.START, 5));

    sender.close();

    for (RawClient client : List.of(otherLoop, watcher)) {
      assertThat(client.next()).isEqualTo(pen(Phase.MOVE, 2));
      assertThat(client.next()).isEqualTo(cancelled("/pen", 7L));
      assertThat(client.next()).isEqualTo(cancelled("/touch", null));
      client.expectNothing();
    }
  }

  @Test
  void aGestureTooManyCancelsTheOneThatMovedLongestAgo() {
    Publish[] three = {
      gesture("/a", 1L, Phase.START, 0),
      gesture("/a", 2L, Phase.START, 0),
      gesture("/a", 3L, Phase.START, 0),
      gesture("/a", 1L, Phase.MOVE, 1)
    };
    sender.send(three);
    assertGot(three);

    sender.send(gesture("/a", 4L, Phase.START, 0));
    assertGot(cancelled("/a", 2L), gesture("/a", 4L, Phase.START, 0));
  }

  /** A machine that is busy with something else may miss moves, but never make more. */
  @Test
  void inOneSecondAPenOf240HertzMovesAbout60Times() throws Exception {
    long most = 0;
    for (int attempt = 0; attempt < 5 && most < 55; attempt++) {
      long start = System.nanoTime();
      long moves = countMoves();
      long intervals = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) / 16;
      assertThat(moves).isLessThanOrEqualTo(intervals + 3);
      most = Math.max(most, moves);
    }
    assertThat(most).isGreaterThan(30);
  }

  private static long countMoves() throws InterruptedException {
    try (RouterFixture real = RouterFixture.open()) {
      RawClient pen = real.client("pen");
      RawClient display = real.client("display");
      display.send(new Subscribe(1, "/**", Features.NONE, SubscribeOptions.NONE)).expectNothing();
      pen.send(pen(Phase.START, 0));

      draw(pen, 240);
      pen.send(pen(Phase.END, 240)).expectNothing();

      List<Publish> got = display.drain().stream().map(Publish.class::cast).toList();
      assertThat(got.get(got.size() - 1)).isEqualTo(pen(Phase.END, 240));
      assertThat(got.get(got.size() - 2)).isEqualTo(pen(Phase.MOVE, 239));
      return got.stream().filter(it -> it.phase() == Phase.MOVE).count();
    }
  }

  private static void draw(RawClient pen, int moves) throws InterruptedException {
    AtomicInteger sent = new AtomicInteger();
    ScheduledExecutorService hand = Executors.newSingleThreadScheduledExecutor();
    try {
      hand.scheduleAtFixedRate(
          () -> {
            if (sent.get() < moves) {
              pen.send(pen(Phase.MOVE, sent.getAndIncrement()));
            }
          },
          0,
          TimeUnit.SECONDS.toNanos(1) / moves,
          TimeUnit.NANOSECONDS);
      Await.until(() -> sent.get() == moves);
    } finally {
      hand.shutdown();
      assertThat(hand.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  private void assertGot(Publish... gestures) {
    sender.expectNothing();
    assertThat(otherLoop.drain()).containsExactly((Message[]) gestures);
    assertThat(watcher.drain()).containsExactly((Message[]) gestures);
  }

  private static Publish pen(Phase phase, int value) {
    return gesture("/pen", 7L, phase, value);
  }

  private static Publish gesture(String address, Long id, Phase phase, int value) {
    return new Publish(
        address, SignalType.GESTURE, phase, Value.of(value), null, 1_000_000L, id, null);
  }

  private static Publish cancelled(String address, Long id) {
    return new Publish(address, SignalType.GESTURE, Phase.CANCEL, null, null, null, id, null);
  }
}
