package to.clasp.router.internal.gesture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.Phase;
import to.clasp.protocol.Publish;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Value;
import to.clasp.router.internal.fanout.Outgoing;

/** The rate of moves, on a clock of the test's own. */
class GestureThrottleTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long PEN = TimeUnit.SECONDS.toNanos(1) / 240;

  private final FakeTime time = new FakeTime(MILLI / 2);
  private final List<Publish> forwarded = new ArrayList<>();
  private GestureLimits limits = new GestureLimits(16 * MILLI, 100);
  private final GestureThrottle throttle =
      new GestureThrottle(
          () -> limits,
          time::nanos,
          time,
          Runnable::run,
          outgoing -> forwarded.add((Publish) outgoing.message()));

  @Test
  void aPenOf240HertzMovesAbout60TimesASecondWhileItKeepsMoving() {
    take(Phase.START, 0);
    draw(240);

    assertThat(forwarded).hasSizeBetween(55, 65);
    forwarded.clear();
    draw(240);
    assertThat(forwarded).hasSizeBetween(55, 65);
  }

  @Test
  void movesAreNeverCloserThanTheTimerIsLate() {
    take(Phase.START, 0);
    long last = time.nanos() - 16 * MILLI;
    for (int i = 0; i < 2400; i++) {
      int before = forwarded.size();
      take(Phase.MOVE, i);
      time.pass(PEN / 4);
      if (forwarded.size() > before) {
        assertThat(time.nanos() - last).isGreaterThan(14 * MILLI);
        assertThat(forwarded).hasSize(before + 1);
        last = time.nanos();
      }
    }
  }

  @Test
  void theNewestMoveIsForwardedWhenTheIntervalEnds() {
    take(Phase.START, 0);
    take(Phase.MOVE, 1);
    take(Phase.MOVE, 2);
    take(Phase.MOVE, 3);
    assertValues(0, 1);

    time.pass(15 * MILLI);
    assertValues(0, 1);
    time.pass(2 * MILLI);
    assertValues(0, 1, 3);
  }

  @Test
  void aMoveAfterAPauseIsForwardedAtOnce() {
    take(Phase.START, 0);
    take(Phase.MOVE, 1);
    time.pass(500 * MILLI);
    take(Phase.MOVE, 2);
    assertValues(0, 1, 2);

    take(Phase.MOVE, 3);
    take(Phase.MOVE, 4);
    assertValues(0, 1, 2);
  }

  @Test
  void noTimerIsArmedWhileNothingWaits() {
    take(Phase.START, 0);
    take(Phase.MOVE, 1);
    assertThat(time.armed()).isZero();

    take(Phase.MOVE, 2);
    assertThat(time.armed()).isOne();
    time.pass(20 * MILLI);
    assertThat(time.armed()).isZero();
  }

  @Test
  void tenFingersShareOneTimerAndEachHasItsOwnRate() {
    for (int finger = 0; finger < 10; finger++) {
      throttle.take(gesture(finger, Phase.START, 0));
    }
    forwarded.clear();
    for (int i = 0; i < 240; i++) {
      for (int finger = 9; finger >= 0; finger--) {
        throttle.take(gesture(finger, Phase.MOVE, i));
        assertThat(time.armed()).isLessThanOrEqualTo(1);
        time.pass(PEN / 10);
      }
    }

    for (long finger = 0; finger < 10; finger++) {
      long id = finger;
      assertThat(forwarded.stream().filter(move -> move.id() == id)).hasSizeBetween(55, 65);
    }
  }

  @Test
  void aMoveThatIsDueSoonerDoesNotWaitForTheOneThatWaitedFirst() {
    throttle.take(gesture(1, Phase.MOVE, 1));
    time.pass(10 * MILLI);
    throttle.take(gesture(2, Phase.MOVE, 2));
    throttle.take(gesture(2, Phase.MOVE, 4));
    throttle.take(gesture(1, Phase.MOVE, 3));
    assertValues(1, 2);

    time.pass(7 * MILLI);
    assertValues(1, 2, 3);
    time.pass(10 * MILLI);
    assertValues(1, 2, 3, 4);
  }

  @Test
  void anIntervalThatIsSwitchedOffPassesEveryMoveOn() {
    take(Phase.START, 0);
    take(Phase.MOVE, 1);
    take(Phase.MOVE, 2);
    limits = new GestureLimits(0, 100);
    take(Phase.MOVE, 3);
    take(Phase.MOVE, 4);
    time.pass(100 * MILLI);

    assertValues(0, 1, 3, 4);
  }

  private void draw(int moves) {
    for (int i = 0; i < moves; i++) {
      take(Phase.MOVE, i);
      time.pass(PEN);
    }
  }

  private void take(Phase phase, int value) {
    throttle.take(gesture(7, phase, value));
  }

  private void assertValues(int... values) {
    assertThat(forwarded)
        .extracting(Publish::value)
        .containsExactlyElementsOf(Arrays.stream(values).mapToObj(Value::of).toList());
  }

  private static Outgoing gesture(long id, Phase phase, int value) {
    return Outgoing.publish(
        new Publish("/pen", SignalType.GESTURE, phase, Value.of(value), null, null, id, null));
  }
}
