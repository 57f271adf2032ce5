package to.clasp.osc.internal.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import to.clasp.osc.internal.codec.OscWriter;

class RecentlySentTest {
  private static final InetSocketAddress DESK = new InetSocketAddress("10.0.0.1", 8000);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);
  private final RecentlySent sent = new RecentlySent(nanos::get);

  private static OscWriter message(String address, int value) {
    return new OscWriter().begin(address, 0).int32('i', value).end();
  }

  @Test
  void exactlyWhatWasSentIsKnownForAMoment() {
    assertThat(sent.contains(message("/a", 1), DESK)).isFalse();
    sent.add(message("/a", 1), DESK);
    assertThat(sent.contains(message("/a", 1), DESK)).isTrue();
    assertThat(sent.contains(message("/a", 2), DESK)).isFalse();
    assertThat(sent.contains(message("/b", 1), DESK)).isFalse();
    assertThat(sent.contains(message("/a", 1), new InetSocketAddress("10.0.0.1", 8001))).isFalse();
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(2) - 1);
    assertThat(sent.contains(message("/a", 1), DESK)).isTrue();
    nanos.incrementAndGet();
    assertThat(sent.contains(message("/a", 1), DESK)).isFalse();
  }

  @Test
  void manyMessagesOfAMomentAreKnown() {
    for (int i = 0; i < 1000; i++) {
      sent.add(message("/fader", i), DESK);
    }
    int known = 0;
    for (int i = 0; i < 1000; i++) {
      known += sent.contains(message("/fader", i), DESK) ? 1 : 0;
    }
    assertThat(known).isGreaterThan(800);
  }
}
