package to.clasp.transport.netty.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import to.clasp.testkit.LogLines;
import to.clasp.transport.netty.NettyConnection;

class RareLogTest {
  @Test
  void aPeerThatMakesCallbacksFailCannotFillTheLog() {
    try (LogLines lines = warnings()) {
      for (int i = 0; i < 1000; i++) {
        RareLog.callbackFailed("onFrame", new IllegalStateException("meant by the test"));
      }
      assertThat(lines.texts())
          .singleElement()
          .asString()
          .startsWith("a connection is closed because onFrame failed: ")
          .endsWith("meant by the test");
    }
  }

  private static LogLines warnings() {
    return LogLines.insteadOfOutput(NettyConnection.class.getName(), Level.WARNING);
  }

  @Test
  void clientsWithoutTlsCannotFillTheLog() {
    EmbeddedChannel channel = new EmbeddedChannel();
    try (LogLines lines = warnings()) {
      for (int i = 0; i < 1000; i++) {
        RareLog.plainRefused(channel);
      }
      // None at all, if another test of this JVM has caused the line a moment ago.
      assertThat(lines.texts())
          .hasSizeLessThanOrEqualTo(1)
          .allSatisfy(line -> assertThat(line).contains("speaks without TLS"));
    } finally {
      channel.close();
    }
  }

  @Test
  void whatAClientSendsInsteadOfTlsIsNotLoggedAtLength() {
    assertThat(RareLog.reason(new NotSslRecordException("41".repeat(60_000)))).hasSize(203);
    assertThat(RareLog.reason(new IOException("a\r\nb"))).isEqualTo("a??b");
    assertThat(RareLog.reason(new ClosedChannelException())).contains("ClosedChannelException");
  }
}
