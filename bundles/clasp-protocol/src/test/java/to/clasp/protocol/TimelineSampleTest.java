package to.clasp.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.protocol.Timeline.Bezier;
import to.clasp.protocol.Timeline.Keyframe;
import to.clasp.protocol.Timeline.Sample;

class TimelineSampleTest {
  private static final long SECOND = 1_000_000;
  private static final long[] CHECK_TIMES = {100_000, 250_000, 500_000, 750_000, 900_000};
  private static final Offset<Double> TINY = within(1e-12);

  @ParameterizedTest
  @CsvSource({
    "LINEAR, 10, 25, 50, 75, 90",
    "EASE_IN, 1, 6.25, 25, 56.25, 81",
    "EASE_OUT, 19, 43.75, 75, 93.75, 99",
    "EASE_IN_OUT, 2, 12.5, 50, 87.5, 98",
    "STEP, 0, 0, 0, 0, 0",
    "CUBIC_BEZIER, 10, 25, 50, 75, 90",
  })
  void easesAsTheProtocolSays(
      Easing easing, double v100, double v250, double v500, double v750, double v900) {
    assertCurve(Keyframe.of(0, Value.of(0.0), easing), v100, v250, v500, v750, v900);
  }

  @Test
  void solvesTheBezierCurve() {
    assertCurve(
        curved(new Bezier(0.25, 0.1, 0.25, 1)),
        9.479630571604321,
        40.851059135539586,
        80.24033875848569,
        96.04589783489742,
        99.43164774845563);
    assertCurve(
        curved(new Bezier(0.42, 0, 0.58, 1)),
        1.9722453548311198,
        12.916193104731983,
        50,
        87.08380689526803,
        98.02775464516887);
  }

  private static void assertCurve(Keyframe first, double... expected) {
    Timeline timeline = Timeline.of(first, Keyframe.of(SECOND, Value.of(100.0)));
    for (int i = 0; i < expected.length; i++) {
      assertThat(number(timeline, CHECK_TIMES[i])).isEqualTo(expected[i], within(1e-11));
    }
    assertThat(number(timeline, 0)).isZero();
    assertThat(timeline.sample(SECOND)).isEqualTo(new Sample(Value.of(100.0), true, 0));
  }

  private static Keyframe curved(Bezier bezier) {
    return new Keyframe(0, Value.of(0.0), Easing.CUBIC_BEZIER, bezier);
  }

  @Test
  void controlPointsOfAnotherEasingHaveNoEffect() {
    Keyframe first = new Keyframe(0, Value.of(0.0), Easing.LINEAR, new Bezier(0.25, 0.1, 0.25, 1));

    assertCurve(first, 10, 25, 50, 75, 90);
  }

  @Test
  void aCurveMayOvershoot() {
    Timeline timeline =
        Timeline.of(curved(new Bezier(0.3, 2, 0.6, 2)), Keyframe.of(SECOND, Value.of(100.0)));

    assertThat(number(timeline, 500_000)).isGreaterThan(120);
  }

  @ParameterizedTest
  @CsvSource({"0,0,0,0", "1,0,0,1", "1e308,1e308,-1e308,-1e308", "-1e308,-1e308,1e308,1e308"})
  void everyCurveGivesANumber(double x1, double y1, double x2, double y2) {
    Bezier bezier = new Bezier(x1, y1, x2, y2);
    for (double t = 0; t <= 1; t += 0.001) {
      assertThat(bezier.ease(t)).isFinite();
    }
  }

  @ParameterizedTest
  @EnumSource(Easing.class)
  void easingStaysInsideItsEnds(Easing easing) {
    assertThat(easing.ease(-1)).isZero();
    assertThat(easing.ease(0)).isZero();
    assertThat(easing.ease(1)).isEqualTo(1);
    assertThat(easing.ease(2)).isEqualTo(1);
  }

  @Test
  void aCurveStaysInsideItsEnds() {
    Bezier bezier = new Bezier(0.25, 0.1, 0.25, 1);

    assertThat(bezier.ease(Double.NEGATIVE_INFINITY)).isEqualTo(0, TINY);
    assertThat(bezier.ease(Double.POSITIVE_INFINITY)).isEqualTo(1, TINY);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 10, false",
    "500000, 10, false",
    "750000, 5, false",
    "1000000, 0, false",
    "1499000, -9, false",
    "1500000, -10, true",
    "9223372036854775807, -10, true",
    "-9223372036854775808, 10, false",
  })
  void integersAreTruncated(long elapsed, long expected, boolean finished) {
    Timeline timeline =
        Timeline.of(Keyframe.of(500_000, Value.of(10)), Keyframe.of(1_500_000, Value.of(-10)));

    assertThat(timeline.sample(elapsed)).isEqualTo(new Sample(Value.of(expected), finished, 0));
  }

  @Test
  void largeIntegersNeverOverflow() {
    Timeline whole =
        Timeline.of(
            Keyframe.of(0, Value.of(Long.MIN_VALUE)),
            Keyframe.of(SECOND, Value.of(Long.MAX_VALUE)));
    Keyframe overshooting =
        new Keyframe(0, Value.of(0), Easing.CUBIC_BEZIER, new Bezier(0.3, 1e300, 0.6, 1e300));
    Timeline beyond = Timeline.of(overshooting, Keyframe.of(SECOND, Value.of(Long.MAX_VALUE)));

    assertThat(at(whole, 500_000)).isEqualTo(Value.of(0));
    assertThat(at(whole, 750_000)).isEqualTo(Value.of(1L << 62));
    assertThat(at(beyond, 500_000)).isEqualTo(Value.of(Long.MAX_VALUE));
  }

  @Test
  void integersBeyondThePrecisionOfFloatsMoveExactly() {
    long large = (1L << 60) + 1;
    Timeline timeline =
        Timeline.of(Keyframe.of(0, Value.of(large)), Keyframe.of(SECOND, Value.of(large + 10)));

    assertThat(at(timeline, 300_000)).isEqualTo(Value.of(large + 3));
  }

  @Test
  void arraysMoveItemByItem() {
    Value from = array(Value.of(0.0), Value.of(0), Value.of("a"), array(Value.of(10.0)));
    Value to = array(Value.of(1.0), Value.of(5), Value.of("b"), array(Value.of(20.0)));
    Timeline timeline = Timeline.of(Keyframe.of(0, from), Keyframe.of(SECOND, to));

    assertThat(at(timeline, 500_000))
        .isEqualTo(array(Value.of(0.5), Value.of(2), Value.of("b"), array(Value.of(15.0))));
  }

  @Test
  void otherValuesChangeWhenHalfOfTheWayIsCovered() {
    assertSwitches(Value.of(false), Value.of(true));
    assertSwitches(Value.of("a"), Value.of("b"));
    assertSwitches(Value.of(1), Value.of(2.0));
    assertSwitches(Value.of(1.0), Value.of(2));
    assertSwitches(Value.Null.INSTANCE, Value.of(2));
    assertSwitches(array(Value.of(1.0)), array(Value.of(1.0), Value.of(2.0)));
    assertSwitches(new Value.Map(java.util.Map.of()), array());
  }

  private static void assertSwitches(Value from, Value to) {
    Timeline timeline = Timeline.of(Keyframe.of(0, from), Keyframe.of(SECOND, to));

    assertThat(at(timeline, 499_999)).isEqualTo(from);
    assertThat(at(timeline, 500_000)).isEqualTo(to);
  }

  @Test
  void itIsTheEasedWayThatCountsForOtherValues() {
    Timeline timeline =
        Timeline.of(
            Keyframe.of(0, Value.of("a"), Easing.EASE_IN), Keyframe.of(SECOND, Value.of("b")));

    assertThat(at(timeline, 700_000)).isEqualTo(Value.of("a"));
    assertThat(at(timeline, 710_000)).isEqualTo(Value.of("b"));
  }

  @Test
  void deepArraysOfAJavaProgramDoNotUseUpTheStack() {
    Value from = Value.of(0.0);
    Value to = Value.of(1.0);
    for (int i = 0; i < 100_000; i++) {
      from = array(from);
      to = array(to);
    }
    Timeline timeline = Timeline.of(Keyframe.of(0, from), Keyframe.of(SECOND, to));

    assertThat(at(timeline, 400_000) instanceof Value.Array).isTrue();
  }

  @Test
  void takesTheEasingOfTheEarlierKeyframe() {
    Timeline timeline =
        Timeline.of(
            Keyframe.of(0, Value.of(0.0)),
            Keyframe.of(SECOND, Value.of(100.0), Easing.EASE_IN),
            Keyframe.of(2 * SECOND, Value.of(200.0), Easing.STEP));

    assertThat(number(timeline, 500_000)).isEqualTo(50, TINY);
    assertThat(number(timeline, SECOND)).isEqualTo(100, TINY);
    assertThat(number(timeline, 1_500_000)).isEqualTo(125, TINY);
  }

  @Test
  void ofKeyframesAtTheSameTimeTheLastHolds() {
    Timeline timeline =
        Timeline.of(
            Keyframe.of(0, Value.of(0.0)),
            Keyframe.of(SECOND, Value.of(100.0)),
            Keyframe.of(SECOND, Value.of(7.0)),
            Keyframe.of(SECOND, Value.of(500.0)),
            Keyframe.of(2 * SECOND, Value.of(600.0)));

    assertThat(number(timeline, SECOND - 1)).isEqualTo(99.9999, within(1e-9));
    assertThat(number(timeline, SECOND)).isEqualTo(500, TINY);
    assertThat(number(timeline, 1_500_000)).isEqualTo(550, TINY);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "1500000, 50, 1",
    "1999999, 99.9999, 1",
    "2000000, 0, 2",
    "-5, 0, 0",
    "1000000000500000, 50, 1000000000",
  })
  void aLoopBeginsAgain(long elapsed, double expected, long loops) {
    Sample sample = zeroToHundred(true, null).sample(elapsed);

    assertThat(((Value.Float) sample.value()).value()).isEqualTo(expected, within(1e-9));
    assertThat(sample.loops()).isEqualTo(loops);
    assertThat(sample.finished()).isFalse();
  }

  @Test
  void aLongerDurationHoldsTheLastValue() {
    Timeline once = zeroToHundred(false, 3 * SECOND);
    Timeline loop = zeroToHundred(true, 3 * SECOND);

    assertThat(once.length()).isEqualTo(3 * SECOND);
    assertThat(once.sample(2 * SECOND)).isEqualTo(new Sample(Value.of(100.0), false, 0));
    assertThat(once.sample(3 * SECOND)).isEqualTo(new Sample(Value.of(100.0), true, 0));
    assertThat(loop.sample(5 * SECOND)).isEqualTo(new Sample(Value.of(100.0), false, 1));
    assertThat(loop.sample(6 * SECOND)).isEqualTo(new Sample(Value.of(0.0), false, 2));
  }

  @Test
  void aShorterDurationEndsWithTheLastValue() {
    Timeline once = zeroToHundred(false, 500_000L);
    Timeline loop = zeroToHundred(true, 500_000L);

    assertThat(number(once, 499_999)).isEqualTo(49.9999, within(1e-9));
    assertThat(once.sample(500_000)).isEqualTo(new Sample(Value.of(100.0), true, 0));
    assertThat(number(loop, 749_999)).isEqualTo(24.9999, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1, Long.MAX_VALUE})
  void aDurationOfZeroHoldsTheFirstValue(long elapsed) {
    Sample first = new Sample(Value.of(0.0), true, 0);

    assertThat(zeroToHundred(false, 0L).sample(elapsed)).isEqualTo(first);
    assertThat(zeroToHundred(true, 0L).sample(elapsed)).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1, Long.MAX_VALUE})
  void withoutKeyframesThereIsNoValue(long elapsed) {
    Sample nothing = new Sample(null, true, 0);

    assertThat(Timeline.of().length()).isZero();
    assertThat(Timeline.of().sample(elapsed)).isEqualTo(nothing);
    assertThat(new Timeline(List.of(), true, null, SECOND).sample(elapsed)).isEqualTo(nothing);
  }

  @Test
  void oneKeyframeHoldsItsValue() {
    Timeline one = Timeline.of(Keyframe.of(SECOND, Value.of(5.0)));
    Timeline loop = new Timeline(one.keyframes(), true, null, 2 * SECOND);

    assertThat(one.sample(0)).isEqualTo(new Sample(Value.of(5.0), false, 0));
    assertThat(one.sample(SECOND)).isEqualTo(new Sample(Value.of(5.0), true, 0));
    assertThat(loop.sample(3 * SECOND)).isEqualTo(new Sample(Value.of(5.0), false, 1));
  }

  @Test
  void theStartTimeHasNoEffect() {
    Timeline timeline = zeroToHundred(false, null);
    Timeline later = new Timeline(timeline.keyframes(), false, 400_000L, null);

    assertThat(later.sample(500_000)).isEqualTo(timeline.sample(500_000));
  }

  @Test
  void findsTheRightOneOfManyKeyframes() {
    List<Keyframe> keyframes = new ArrayList<>();
    for (int i = 0; i < Timeline.MAX_KEYFRAMES; i++) {
      keyframes.add(Keyframe.of(10L * i, Value.of(10.0 * i)));
    }
    Timeline timeline = new Timeline(keyframes, false, null, null);
    for (long time = 0; time < 10L * Timeline.MAX_KEYFRAMES - 10; time++) {
      assertThat(number(timeline, time)).isEqualTo(time, within(1e-6));
    }
  }

  private static Timeline zeroToHundred(boolean loop, Long duration) {
    return new Timeline(
        List.of(Keyframe.of(0, Value.of(0.0)), Keyframe.of(SECOND, Value.of(100.0))),
        loop,
        null,
        duration);
  }

  private static Value array(Value... items) {
    return new Value.Array(List.of(items));
  }

  private static Value at(Timeline timeline, long elapsed) {
    return timeline.sample(elapsed).value();
  }

  private static double number(Timeline timeline, long elapsed) {
    return ((Value.Float) at(timeline, elapsed)).value();
  }
}
