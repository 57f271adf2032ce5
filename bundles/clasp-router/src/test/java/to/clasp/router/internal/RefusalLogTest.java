package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefusalLogTest {
  private final RefusalLog log = new RefusalLog();

  @Test
  void aSourceGetsOneLineAndIsThenQuiet() {
    assertThat(log.isDue("192.0.2.1")).isTrue();
    assertThat(log.isDue("192.0.2.1")).isFalse();
    assertThat(log.isDue("192.0.2.2")).isTrue();
  }

  @Test
  void manySourcesDoNotFillMemory() {
    log.isDue("first");
    for (int i = 0; i < 1000; i++) {
      log.isDue("source " + i);
    }

    assertThat(log.isDue("first")).as("forgotten by now").isTrue();
  }
}
