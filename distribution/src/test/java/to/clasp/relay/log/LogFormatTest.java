package to.clasp.relay.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogFormatTest {

  private static LogRecord event(Level level, String text, Throwable failure) {
    LogRecord event = new LogRecord(level, text);
    event.setLoggerName("to.clasp.router.internal.RouterCore");
    event.setInstant(Instant.parse("2026-01-02T03:04:05.006789Z"));
    event.setThrown(failure);
    return event;
  }

  @Test
  void aLineHasTimeLevelBundleAndText() {
    assertThat(new LogLineFormatter(false).format(event(Level.INFO, "open", null)))
        .isEqualTo("2026-01-02T03:04:05.006Z INFO  clasp-router: open\n");
  }

  @ParameterizedTest
  @CsvSource({
    "SEVERE,ERROR",
    "WARNING,WARN",
    "INFO,INFO",
    "CONFIG,DEBUG",
    "FINE,DEBUG",
    "FINEST,TRACE"
  })
  void levelsHaveTheNamesPeopleKnow(String jul, String name) {
    assertThat(new LogLineFormatter(false).format(event(Level.parse(jul), "x", null)))
        .contains(" " + name + " ");
  }

  @Test
  void textOfAPeerCanNeitherForgeALineNorMoveTheCursor() {
    String line =
        new LogLineFormatter(false).format(event(Level.INFO, "a\nb\u001b[2Jc\u0085", null));
    assertThat(line).endsWith("a\\nb\\u001b[2Jc\\u0085\n");
    assertThat(line.lines()).hasSize(1);
  }

  @Test
  void aFailureAddsItsMessageAndItsStackTraceOnlyWhenAsked() {
    LogRecord event = event(Level.WARNING, "cannot read", new IOException("disk gone"));
    assertThat(new LogLineFormatter(false).format(event)).endsWith("cannot read: disk gone\n");
    assertThat(new LogLineFormatter(true).format(event))
        .contains("cannot read: disk gone\njava.io.IOException: disk gone\n\tat ");
  }

  @Test
  void aWrapperWithoutAMessageTellsThatOfItsCause() {
    Throwable cause = new IOException("cannot listen on 127.0.0.1:1: in use");
    Throwable wrapped = new RuntimeException(new InvocationTargetException(cause));
    assertThat(new LogLineFormatter(false).format(event(Level.SEVERE, "failed", wrapped)))
        .endsWith("failed: cannot listen on 127.0.0.1:1: in use\n");
    assertThat(new LogLineFormatter(false).format(event(Level.SEVERE, "x", new Error())))
        .endsWith("x: java.lang.Error\n");
  }

  @Test
  void jsonSurvivesWhateverTheTextHolds() throws IOException {
    String text = "q\" b\\ n\n t\t e\u001b u\u00fc \ud83c\udfb9 half\ud83c end";
    String line =
        new JsonLogFormatter(true).format(event(Level.SEVERE, text, new IOException("why")));
    assertThat(line.lines()).hasSize(1);
    assertThat(new String(line.getBytes("UTF-8"), "UTF-8")).isEqualTo(line);
    JsonNode json = new ObjectMapper().readTree(line);
    assertThat(json.get("time").textValue()).isEqualTo("2026-01-02T03:04:05.006Z");
    assertThat(json.get("level").textValue()).isEqualTo("ERROR");
    assertThat(json.get("bundle").textValue()).isEqualTo("clasp-router");
    assertThat(json.get("text").textValue()).isEqualTo(text + ": why");
    assertThat(json.get("stack").textValue()).startsWith("java.io.IOException: why\n\tat ");
  }

  @ParameterizedTest
  @CsvSource({
    "to.clasp.router.internal.session.Session, clasp-router",
    "to.clasp.transport.websocket.internal.Listener, clasp-transport-websocket",
    "to.clasp.transport.netty.EventLoops, clasp-transport-netty",
    "to.clasp.relay.RelayProcess, clasp-relay",
    "osgi.to.clasp.auth.internal.AuthChain, clasp-auth",
    "osgi.clasp-router, clasp-router",
    "osgi.org.apache.felix.scr, felix-scr",
    "io.netty.util.Something, netty",
    "fileinstall, fileinstall",
    ", other"
  })
  void theBundleIsToldFromTheLogger(String logger, String bundle) {
    assertThat(LogSource.of(logger)).isEqualTo(bundle);
  }

  @Test
  void levelsAreFoundByName() {
    assertThat(LogLevel.named("Debug")).contains(LogLevel.DEBUG);
    assertThat(LogLevel.named("loud")).isEmpty();
  }
}
