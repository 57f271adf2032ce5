package to.clasp.transport.netty.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import to.clasp.transport.netty.NettyConnection;

class RareLogTest {
  @Test
  void aPeerThatMakesCallbacksFailCannotFillTheLog() {
    Logger logger = Logger.getLogger(NettyConnection.class.getName());
    Lines lines = new Lines();
    logger.addHandler(lines);
    logger.setUseParentHandlers(false);
    try {
      for (int i = 0; i < 1000; i++) {
        RareLog.callbackFailed("onFrame", new IllegalStateException("meant by the test"));
      }
    } finally {
      logger.removeHandler(lines);
      logger.setUseParentHandlers(true);
    }
    assertThat(lines.warnings)
        .singleElement()
        .asString()
        .startsWith("a connection is closed because onFrame failed: ")
        .endsWith("meant by the test");
  }

  @Test
  void clientsWithoutTlsCannotFillTheLog() {
    Logger logger = Logger.getLogger(NettyConnection.class.getName());
    Lines lines = new Lines();
    logger.addHandler(lines);
    logger.setUseParentHandlers(false);
    EmbeddedChannel channel = new EmbeddedChannel();
    try {
      for (int i = 0; i < 1000; i++) {
        RareLog.plainRefused(channel);
      }
    } finally {
      logger.removeHandler(lines);
      logger.setUseParentHandlers(true);
      channel.close();
    }
    // None at all, if another test of this JVM has caused the line a moment ago.
    assertThat(lines.warnings)
        .hasSizeLessThanOrEqualTo(1)
        .allSatisfy(line -> assertThat(line).contains("speaks without TLS"));
  }

  @Test
  void whatAClientSendsInsteadOfTlsIsNotLoggedAtLength() {
    assertThat(RareLog.reason(new NotSslRecordException("41".repeat(60_000)))).hasSize(203);
    assertThat(RareLog.reason(new IOException("a\r\nb"))).isEqualTo("a??b");
    assertThat(RareLog.reason(new ClosedChannelException())).contains("ClosedChannelException");
  }

  private static final class Lines extends Handler {
    private final List<String> warnings = new ArrayList<>();

    @Override
    public void publish(LogRecord record) {
      if (record.getLevel() == Level.WARNING) {
        warnings.add(record.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
