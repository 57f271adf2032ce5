package to.clasp.router.internal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;

class WriteRateTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);

  @Test
  void afterSilenceAsManyAsInASecondPassAtOnceThenOneForEveryPlaceThatTimeMakes() {
    WriteRate rate = rate(4);

    assertThat(passed(rate, "/a", 10)).isEqualTo(4);
    pass(249);
    assertThat(passed(rate, "/a", 1)).isZero();
    pass(1);
    assertThat(passed(rate, "/a", 10)).isEqualTo(1);
    pass(100_000);
    assertThat(passed(rate, "/a", 10)).isEqualTo(4);
  }

  @Test
  void aRateBelowOneASecondIsKept() {
    WriteRate rate = rate(0.5);

    assertThat(passed(rate, "/a", 5)).isEqualTo(1);
    pass(1999);
    assertThat(passed(rate, "/a", 1)).isZero();
    pass(1);
    assertThat(passed(rate, "/a", 5)).isEqualTo(1);
  }

  @Test
  void theSmallestRateLetsOneWritePass() {
    WriteRate rate = rate(Double.MIN_VALUE);

    assertThat(passed(rate, "/a", 5)).isEqualTo(1);
    pass(TimeUnit.DAYS.toMillis(365));
    assertThat(passed(rate, "/a", 5)).isZero();
  }

  @Test
  void everyAddressHasARateOfItsOwn() {
    WriteRate rate = rate(1);

    assertThat(passed(rate, "/a", 2)).isEqualTo(1);
    assertThat(passed(rate, "/b", 2)).isEqualTo(1);
  }

  @Test
  void aRefusalNamesTheAddressAndTheLimit() {
    WriteRate rate = rate(1);
    rate.count("/a");

    assertThatThrownBy(() -> rate.count("/a"))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
              assertThat(e.address()).isEqualTo("/a");
            })
        .hasMessageContaining("1.0 writes per second")
        .hasMessageContaining("/a");
  }

  @Test
  void moreAddressesThanAreRememberedAreRefusedUntilThereIsRoom() {
    WriteRate rate = rate(1);
    for (int i = 0; i < WriteRate.MAX_ADDRESSES; i++) {
      rate.count("/a/" + i);
    }

    assertThat(passed(rate, "/b", 1)).isZero();
    assertThat(passed(rate, "/a/0", 1)).isZero();
    pass(1000);
    for (int i = 0; i < WriteRate.MAX_ADDRESSES; i++) {
      rate.count("/c/" + i);
    }
    assertThat(passed(rate, "/b", 1)).isZero();
  }

  private WriteRate rate(double perSecond) {
    return new WriteRate(perSecond, nanos::get);
  }

  private void pass(long millis) {
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private static int passed(WriteRate rate, String address, int tries) {
    int passed = 0;
    for (int i = 0; i < tries; i++) {
      try {
        rate.count(address);
        passed++;
      } catch (ProtocolException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
      }
    }
    return passed;
  }
}
