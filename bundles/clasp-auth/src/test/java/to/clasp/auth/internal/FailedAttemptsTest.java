package to.clasp.auth.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FailedAttemptsTest {
  private static final InetSocketAddress HERE = new InetSocketAddress("10.0.0.1", 1);

  private long now;
  private final FailedAttempts attempts = new FailedAttempts(3, 60, () -> now);

  private void fail(InetSocketAddress from, int times) {
    for (int i = 0; i < times; i++) {
      attempts.failed(from);
    }
  }

  @Test
  void aSourceThatFailedTooOftenHasToWaitAndNoOther() {
    fail(HERE, 2);
    assertThat(attempts.mayTry(HERE)).isTrue();
    fail(HERE, 1);

    assertThat(attempts.mayTry(HERE)).isFalse();
    assertThat(attempts.mayTry(new InetSocketAddress("10.0.0.1", 2))).isFalse();
    assertThat(attempts.mayTry(new InetSocketAddress("10.0.0.2", 1))).isTrue();
  }

  /** Nothing is said about where System.nanoTime begins. */
  @Test
  void aClockBelowZeroTurnsOneFailureIntoNoMore() {
    now = -TimeUnit.DAYS.toNanos(365);
    fail(HERE, 1);
    assertThat(attempts.mayTry(HERE)).isTrue();
    fail(HERE, 2);
    assertThat(attempts.mayTry(HERE)).isFalse();
  }

  @Test
  void failuresAreForgottenOneAfterTheOther() {
    fail(HERE, 100);

    now += TimeUnit.SECONDS.toNanos(19);
    assertThat(attempts.mayTry(HERE)).isFalse();
    now += TimeUnit.SECONDS.toNanos(2);
    assertThat(attempts.mayTry(HERE)).isTrue();
    fail(HERE, 1);
    assertThat(attempts.mayTry(HERE)).isFalse();
    now += TimeUnit.SECONDS.toNanos(61);
    assertThat(attempts.mayTry(HERE)).isTrue();
    assertThat(attempts.sources()).isZero();
  }

  @Test
  void oneNetworkOfIpv6IsOneSource() {
    fail(new InetSocketAddress("2001:db8:0:1::1", 1), 3);

    assertThat(attempts.mayTry(new InetSocketAddress("2001:db8:0:1:ffff::2", 1))).isFalse();
    assertThat(attempts.mayTry(new InetSocketAddress("2001:db8:0:2::1", 1))).isTrue();
  }

  @Test
  void theTableIsBounded() {
    for (int i = 0; i < FailedAttempts.MOST_SOURCES + 100; i++) {
      fail(new InetSocketAddress("10.1." + (i >> 8) + "." + (i & 0xFF), 1), 3);
    }

    assertThat(attempts.sources()).isEqualTo(FailedAttempts.MOST_SOURCES);
    assertThat(attempts.mayTry(new InetSocketAddress("10.1.0.0", 1))).isTrue();
    assertThat(attempts.mayTry(new InetSocketAddress("10.1.1.0", 1))).isFalse();
  }

  @Test
  void noBoundIsNoBound() {
    attempts.configure(0, 60);
    fail(HERE, 1000);

    assertThat(attempts.mayTry(HERE)).isTrue();
    assertThat(attempts.sources()).isZero();
  }
}
