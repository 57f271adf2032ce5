package to.clasp.router.internal.session.shape;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Value;

/** How much may wait, and when nothing does. */
class ShaperLimitsTest extends ShaperBench {
  @Test
  void aSubscriptionThatEndsLeavesNothingWaiting() {
    shaper.take(set("/p", 1, 1), TEN_HERTZ);
    shaper.take(set("/p", 2, 2), TEN_HERTZ);
    shaper.take(set("/q", 1, 1), TEN_HERTZ);
    shaper.take(set("/q", 2, 2), TEN_HERTZ);

    shaper.forget(AddressPattern.parse("/p"));
    assertThat(addresses()).containsExactly("/p", "/q", "/p");
    shaper.take(set("/p", 3, 3), TEN_HERTZ);

    assertThat(addresses()).containsExactly("/p", "/q", "/p", "/p");
  }

  @Test
  void moreAddressesThanAreKnownAreSentMoreNotLess() {
    shaper = shaper(10);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 20; i++) {
        shaper.take(set("/p/" + i, round, 1), TEN_HERTZ);
      }
    }

    assertThat(sent).hasSize(40);
    advance(100);
    assertThat(sent).hasSize(40);
    assertThat(alarm.at).isNull();
  }

  @Test
  void nothingRingsWhenItIsStopped() {
    shaper.take(set("/p", 1, 1), TEN_HERTZ);
    shaper.take(set("/p", 2, 2), TEN_HERTZ);
    assertThat(alarm.at).isNotNull();

    shaper.stop();

    assertThat(alarm.at).isNull();
  }

  @Test
  void moreBytesThanMayWaitAreSentAtOnce() {
    String large = "x".repeat(60_000);
    for (int i = 0; i < 40; i++) {
      shaper.take(publish("/s/" + i, SignalType.STREAM, Value.of("first")), TEN_HERTZ);
    }
    sent.clear();
    for (int i = 0; i < 40; i++) {
      shaper.take(publish("/s/" + i, SignalType.STREAM, Value.of(large)), TEN_HERTZ);
    }

    assertThat(sent).hasSize(40 - Shaper.MAX_WAITING_BYTES / 60_020);
    advance(100);
    assertThat(sent).hasSize(40);
  }
}
