package to.clasp.transport.websocket.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import to.clasp.testkit.RecordingHandler;
import to.clasp.transport.ConnectionInfo;
import to.clasp.transport.Frame;
import to.clasp.transport.netty.NettyConnection;

class OutgoingBufferTest {
  @Test
  void aPeerThatPingsAndDoesNotReadTakesBoundedMemory() {
    EmbeddedChannel channel = new EmbeddedChannel(new DeafPeer());
    open(channel);
    byte[] ping = Bytes.masked(0x89, Bytes.filled(125, 1));
    for (int i = 0; i < 10_000; i++) {
      channel.writeInbound(Unpooled.wrappedBuffer(ping.clone()));
    }
    assertThat(channel.unsafe().outboundBuffer().totalPendingWriteBytes())
        .isBetween(60_000L, 200_000L);
    channel.close();
    channel.runPendingTasks();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void whatWasNeverFlushedIsReleasedWithItsConnection() {
    EmbeddedChannel channel = new EmbeddedChannel();
    open(channel).write(Frame.wrap(Bytes.filled(50, 1)));
    channel.close();
    channel.runPendingTasks();
    assertThat(LeakGuard.found()).isEmpty();
  }

  private static NettyConnection open(EmbeddedChannel channel) {
    return NettyConnection.open(
        channel,
        new ConnectionInfo("websocket", new InetSocketAddress(0), false, true, Optional.empty()),
        WebSocketFraming.ofServer(1000),
        RecordingHandler::new);
  }

  /** Nothing that is written ever leaves. */
  private static final class DeafPeer extends ChannelOutboundHandlerAdapter {
    @Override
    public void flush(ChannelHandlerContext context) {}
  }
}
