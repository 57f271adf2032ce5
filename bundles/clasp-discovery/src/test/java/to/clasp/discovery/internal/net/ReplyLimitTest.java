package to.clasp.discovery.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplyLimitTest {
  private final ManualClock clock = new ManualClock();
  private final ReplyLimit limit = new ReplyLimit(3, 20, clock::millis);

  private long admitted(String source, int times) {
    return IntStream.range(0, times)
        .filter(each -> limit.admits(TestLinks.address(source)))
        .count();
  }

  @Test
  void aSourceGetsItsShareInEachSecond() {
    assertThat(admitted("10.0.0.1", 10)).isEqualTo(3);
    clock.pass(1000);
    assertThat(admitted("10.0.0.1", 10)).isEqualTo(3);
  }

  @Test
  void allSourcesTogetherGetNoMoreThanAllowed() {
    long all = IntStream.range(0, 200).mapToLong(each -> admitted("10.0.1." + each, 3)).sum();
    assertThat(all).isEqualTo(20);
    clock.pass(1000);
    assertThat(admitted("10.0.1.7", 1)).isEqualTo(1);
  }
}
