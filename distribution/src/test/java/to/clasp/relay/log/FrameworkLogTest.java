package to.clasp.relay.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.LogService;

class FrameworkLogTest {

  private final List<LogRecord> events = new ArrayList<>();
  private final Logger root = Logger.getLogger("osgi");
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord event) {
          events.add(event);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    root.setUseParentHandlers(false);
    root.addHandler(handler);
  }

  @AfterEach
  void stopListening() {
    root.removeHandler(handler);
    root.setUseParentHandlers(true);
  }

  @Test
  void whatComponentsSayIsHeldBackUntilTheRelayHasStarted() {
    FrameworkLog log = new FrameworkLog();
    var logger = log.service().getLogger("to.clasp.x.Component");
    IllegalStateException failure = new IllegalStateException("no");
    logger.error("failed {}", "twice", failure);
    assertThat(events).isEmpty();

    log.started();
    logger.warn("later");

    assertThat(events).hasSize(2);
    assertThat(events.get(0).getMessage()).isEqualTo("failed twice");
    assertThat(events.get(0).getThrown()).isSameAs(failure);
    assertThat(events.get(1).getMessage()).isEqualTo("later");
  }

  @Test
  @SuppressWarnings("deprecation") // the call that Felix File Install makes
  void theOldInterfaceIsLoggedAtOnce() {
    new FrameworkLog().service().log(LogService.LOG_ERROR, "bad file", new Exception("line 3"));
    assertThat(events).hasSize(1);
    assertThat(LogSource.of(events.get(0).getLoggerName())).isEqualTo("framework");
    assertThat(LogLevel.nameOf(events.get(0).getLevel())).isEqualTo("ERROR");
  }
}
