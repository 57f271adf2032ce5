package to.clasp.transport.netty.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeakGuardTest {
  @Test
  void aLostBufferIsFound() {
    LeakGuard.lose("lost by the test");
    assertThat(LeakGuard.found()).singleElement().asString().contains("lost by the test");
  }
}
