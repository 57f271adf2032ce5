package to.clasp.router.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.Bundle;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Value;

class RateLimitTest {
  private static final long SECOND = 1_000_000_000L;

  private long now = Long.MAX_VALUE - SECOND;
  private final RateLimit limit = new RateLimit(10, () -> now);

  @Test
  void aSecondsWorthMayComeAtOnceAndThenOneForEveryTenth() {
    assertThat(admitted(20)).isEqualTo(10);
    now += SECOND / 10 - 1;
    assertThat(admitted(1)).isZero();
    now += 1;
    assertThat(admitted(5)).isEqualTo(1);
    now += 5 * SECOND;
    assertThat(admitted(20)).isEqualTo(10);
  }

  @Test
  void aBundlePassesWholeAndTakesAsManyPlacesAsItHasMessages() {
    assertThat(limit.admits(new Bundle(null, List.of()))).isTrue();
    assertThat(limit.admits(new Bundle(null, Collections.nCopies(29, Ping.INSTANCE)))).isTrue();

    now += 2 * SECOND;
    assertThat(admitted(1)).isZero();
    now += SECOND / 10;
    assertThat(admitted(2)).isEqualTo(1);
  }

  @Test
  void requestsAreAlwaysAnsweredAndOthersOnceASecond() {
    Set set = Set.of("/a", Value.of(1));
    Publish event = Publish.of("/e", SignalType.EVENT, null);

    assertThat(limit.refusal(event).address()).isEqualTo("/e");
    assertThat(limit.refusal(event)).isNull();
    assertThat(limit.refusal(null)).isNull();
    assertThat(limit.refusal(Ping.INSTANCE)).isNull();
    assertThat(limit.refusal(set).address()).isEqualTo("/a");
    assertThat(limit.refusal(set).code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    assertThat(limit.refusal(new Bundle(null, List.of()))).isNotNull();
    now += SECOND;
    assertThat(limit.refusal(Ping.INSTANCE)).isNotNull();
    assertThat(limit.refusal(event)).isNull();
  }

  private int admitted(int offered) {
    int admitted = 0;
    for (int i = 0; i < offered; i++) {
      admitted += limit.admits(Ping.INSTANCE) ? 1 : 0;
    }
    return admitted;
  }
}
