package to.clasp.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockSyncTest {
  private static final ClockSync.Sample FIRST =
      new ClockSync.Sample(1_000_000, 1_000_050, 1_000_051, 1_000_100);
  private static final ClockSync.Sample SECOND =
      new ClockSync.Sample(2_000_000, 2_000_150, 2_000_160, 2_000_300);

  @Test
  void knowsNothingWithoutSamples() {
    assertState(ClockSync.NONE, 0, 0, 0, 0);
    assertThat(ClockSync.NONE.quality()).isZero();
    assertThat(ClockSync.NONE.toRemote(42)).isEqualTo(42);
  }

  @Test
  void takesTheFirstSampleAsItIs() {
    ClockSync clock = ClockSync.NONE.with(FIRST);

    assertState(clock, 0, 99, 0, 1);
    assertThat(clock.quality()).isEqualTo(0.81604, within(1e-12));
  }

  @Test
  void smoothsTheSecondSample() {
    ClockSync clock = ClockSync.NONE.with(FIRST).with(SECOND);

    assertState(clock, 1, 156, 95, 2);
    assertThat(clock.quality()).isEqualTo(0.79576, within(1e-12));
  }

  @Test
  void leavesTheOlderStateAsItWas() {
    ClockSync first = ClockSync.NONE.with(FIRST);
    first.with(SECOND);

    assertState(first, 0, 99, 0, 1);
  }

  @Test
  void truncatesNegativeOffsetsTowardZero() {
    ClockSync clock = ClockSync.NONE.with(sample(-11, 100)).with(sample(-14, 100));

    assertThat(clock.offsetMicros()).isEqualTo(-11);
    assertThat(new ClockSync.Sample(0, -2, -2, 1).offsetMicros()).isEqualTo(-2);
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "30", "333", "-7", "-1000000007"})
  void aConstantOffsetStaysWhatItIs(long offset) {
    ClockSync clock = ClockSync.NONE;
    for (int i = 0; i < 50; i++) {
      clock = clock.with(sample(offset, 200));
    }

    assertState(clock, offset, 200, 0, 50);
    assertThat(clock.quality()).isEqualTo(0.992, within(1e-12));
  }

  @Test
  void jitterIsThatOfTheLastTenSamples() {
    ClockSync clock = ClockSync.NONE.with(sample(0, 9_000));
    for (int i = 0; i < 9; i++) {
      clock = clock.with(sample(0, 1_000));
    }
    assertThat(clock.jitterMicros()).isEqualTo(2_400);

    assertThat(clock.with(sample(0, 1_000)).jitterMicros()).isZero();
  }

  @Test
  void qualityIsNeverBelowTheShareOfTheSamples() {
    ClockSync clock = ClockSync.NONE.with(sample(0, 50_000)).with(sample(0, 20_000_000));

    assertThat(clock.quality()).isEqualTo(0.04, within(1e-12));
  }

  @Test
  void translatesBetweenTheClocks() {
    ClockSync clock = ClockSync.NONE.with(sample(5_000_000, 200));

    assertThat(clock.toRemote(1_000)).isEqualTo(5_001_000);
    assertThat(clock.toLocal(clock.toRemote(1_000))).isEqualTo(1_000);
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 5000, 5200, 1100, a negative rtt",
    "1000, 5000, 4900, 1100, a remote clock set back",
    "1000, 5000, 4800, 900, a local clock set back",
    "0, 0, 0, 60000001, an answer after more than a minute",
    "0, 288230376151711745, 288230376151711745, 10, a clock that is absurdly ahead",
    "0, -288230376151711745, -288230376151711745, 10, a clock that is absurdly behind",
    "-9223372036854775808, 0, 0, 0, times whose difference overflows",
  })
  void discardsWhatCannotBe(long t1, long t2, long t3, long t4, String what) {
    ClockSync clock = ClockSync.NONE.with(FIRST);
    ClockSync.Sample sample = new ClockSync.Sample(t1, t2, t3, t4);

    assertThat(sample.isUsable()).as(what).isFalse();
    assertThat(clock.with(sample)).isSameAs(clock);
  }

  @Test
  void usesWhatIsJustPossible() {
    assertThat(new ClockSync.Sample(0, 0, 0, ClockSync.MAX_RTT_MICROS).isUsable()).isTrue();
    assertThat(new ClockSync.Sample(7, 7, 7, 7).isUsable()).isTrue();
    assertThat(new ClockSync.Sample(0, 1L << 58, (1L << 58) + 10, 10).isUsable()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1", "-1"})
  void beginsAgainWhenAClockWasSet(int sign) {
    ClockSync clock = ClockSync.NONE;
    for (int i = 0; i < 20; i++) {
      clock = clock.with(sample(0, 100 + i));
    }

    assertState(clock.with(sample(sign * 3_600_000_000L, 120)), sign * 3_600_000_000L, 120, 0, 1);
  }

  @ParameterizedTest
  @CsvSource({"5200, 1560, 2", "5201, 5201, 1", "-5200, -1560, 2", "-5201, -5201, 1"})
  void beginsAgainOnlyBeyondRttAndBound(long newOffset, long expectedOffset, long samples) {
    ClockSync clock = ClockSync.NONE.with(sample(0, 200)).with(sample(newOffset, 200));

    assertThat(clock.offsetMicros()).isEqualTo(expectedOffset);
    assertThat(clock.samples()).isEqualTo(samples);
  }

  @Test
  void aSlowAnswerDoesNotMakeItBeginAgain() {
    ClockSync clock = ClockSync.NONE.with(sample(0, 200)).with(sample(40_000, 80_000));

    assertThat(clock.samples()).isEqualTo(2);
  }

  @Test
  void recoversAtOnceFromAnAnswerDelayedInOneDirection() {
    ClockSync clock = ClockSync.NONE.with(sample(0, 200)).with(sample(500_000, 1_000_000));
    assertThat(clock.offsetMicros()).isEqualTo(150_000);

    assertThat(clock.with(sample(3, 200)).offsetMicros()).isEqualTo(3);
  }

  @Test
  void staysCloseToAClockThatDrifts() {
    ClockSync clock = ClockSync.NONE;
    for (int i = 0; i < 1_000; i++) {
      clock = clock.with(sample(3_000L * i, 200));
      assertThat(clock.offsetMicros()).isBetween(3_000L * i - 4_000, 3_000L * i);
    }
  }

  @Test
  void readsTheAnswer() {
    ClockSync.Sample sample = ClockSync.Sample.of(new Sync(1, 20L, 30L), 44);

    assertThat(sample).isEqualTo(new ClockSync.Sample(1, 20, 30, 44));
    assertThat(sample.rttMicros()).isEqualTo(33);
    assertThat(sample.offsetMicros()).isEqualTo(2);
  }

  @Test
  void refusesAnAnswerWithoutTimes() {
    assertThatThrownBy(() -> ClockSync.Sample.of(new Sync(1, null, 30L), 44))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("SYNC: t2 is missing in the answer");
    assertThatThrownBy(() -> ClockSync.Sample.of(new Sync(1, 20L, null), 44))
        .hasMessage("SYNC: t3 is missing in the answer");
  }

  @Test
  void anyTimesLeaveASensibleState() {
    Random random = new Random(8_6);
    ClockSync clock = ClockSync.NONE;
    for (int i = 0; i < 200_000; i++) {
      long t1 = anyTime(random);
      long t2 = random.nextBoolean() ? t1 + anyTime(random) : anyTime(random);
      long t3 = t2 + anyTime(random);
      long t4 = t1 + anyTime(random);
      clock = clock.with(new ClockSync.Sample(t1, t2, t3, t4));

      assertThat(clock.quality()).isBetween(0.0, 1.0);
      assertThat(clock.rttMicros()).isBetween(0L, ClockSync.MAX_RTT_MICROS);
      assertThat(clock.jitterMicros()).isBetween(0L, ClockSync.MAX_RTT_MICROS);
      assertThat(clock.offsetMicros()).isBetween(-(1L << 59), 1L << 59);
    }
  }

  private static long anyTime(Random random) {
    return random.nextLong() >> random.nextInt(64);
  }

  private static ClockSync.Sample sample(long offset, long rtt) {
    long t1 = 1_000_000;
    long t2 = t1 + offset + rtt / 2;
    return new ClockSync.Sample(t1, t2, t2 + 5, t1 + rtt + 5);
  }

  private static void assertState(
      ClockSync clock, long offset, long rtt, long jitter, long samples) {
    assertThat(clock.offsetMicros()).isEqualTo(offset);
    assertThat(clock.rttMicros()).isEqualTo(rtt);
    assertThat(clock.jitterMicros()).isEqualTo(jitter);
    assertThat(clock.samples()).isEqualTo(samples);
  }
}
