package to.clasp.rendezvous.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much a source may change. */
class ChangeRateTest {

  /** The clock that never jumps begins anywhere, below zero too. */
  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1_000_000_000_000L, 0, Long.MAX_VALUE})
  void theRateHoldsWhereverTheClockBegins(long begin) {
    ChangeRate rate = new ChangeRate();
    assertThat(rate.takeOf("a", 2, begin)).isZero();
    assertThat(rate.takeOf("a", 2, begin)).isZero();
    assertThat(rate.takeOf("a", 2, begin)).isEqualTo(30);
    assertThat(rate.takeOf("a", 2, begin + TimeUnit.SECONDS.toNanos(30))).isZero();
    assertThat(rate.takeOf("b", 2, begin)).isZero();
  }
}
