package to.clasp.transport.udp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import to.clasp.testkit.LogLines;
import to.clasp.transport.netty.SourceLog;

class BoundedLogTest {
  private final AtomicLong nanos = new AtomicLong(-5);

  @Test
  void aSourceGetsOneLineInTenSecondsAndAllOfThemTen() {
    try (LogLines lines = LogLines.of("source log of the test", Level.INFO)) {
      SourceLog log = new SourceLog(LoggerFactory.getLogger("source log of the test"), nanos::get);
      for (int i = 0; i < 1000; i++) {
        log.note("10.0.0.1", "floods");
      }
      assertThat(lines.texts()).hasSize(1);
      for (int i = 0; i < 1000; i++) {
        log.note("10.0.1." + i, "floods");
      }
      assertThat(lines.texts()).hasSize(10);
      nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
      log.note("10.0.0.1", "floods");
      assertThat(lines.texts())
          .hasSize(11)
          .last()
          .isEqualTo("10.0.0.1: floods; 991 such lines held back before");
    }
  }

  @Test
  void whatWasNotSentIsCountedInOneLineInTenSeconds() {
    try (LogLines lines = LogLines.of("unsent of the test", Level.INFO)) {
      UnsentCount count = new UnsentCount(LoggerFactory.getLogger("unsent of the test"));
      for (int i = 0; i < 1000; i++) {
        count.add(2, "10.0.0.1");
      }
      assertThat(lines.texts())
          .containsExactly(
              "2 params or messages over 1200 bytes were not sent over UDP, the last to 10.0.0.1;"
                  + " 2 in all");
    }
  }
}
