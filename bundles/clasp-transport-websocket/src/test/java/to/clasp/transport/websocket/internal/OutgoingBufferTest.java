package to.clasp.transport.websocket.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import to.clasp.testkit.RecordingHandler;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.ConnectionInfo;
import to.clasp.transport.Frame;
import to.clasp.transport.netty.NettyConnection;
import to.clasp.transport.netty.testing.LeakGuard;

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

  @Test
  void whatWasAskedBeforeAGoodbyeInTheSameReadIsAnsweredBeforeIt() {
    EmbeddedChannel channel = new EmbeddedChannel();
    open(channel, AnswersAtTheEnd::new);
    byte[] question = Bytes.masked(0x82, (byte) 7);
    byte[] goodbye = Bytes.masked(0x88, (byte) 0x03, (byte) 0xE8);
    channel.writeInbound(Unpooled.wrappedBuffer(Bytes.join(question, goodbye)));
    ByteBuf answer = channel.readOutbound();
    assertThat(ByteBufUtil.getBytes(answer)).isEqualTo(Bytes.plain(0x82, (byte) 42));
    answer.release();
    ByteBuf close = channel.readOutbound();
    assertThat(close.getByte(0)).isEqualTo((byte) 0x88);
    close.release();
  }

  @Test
  void aConnectionThatIsClosedWithoutMemoryToSayWhyIsClosedAllTheSame() {
    EmbeddedChannel channel = new EmbeddedChannel();
    NettyConnection connection = open(channel);
    channel.config().setAllocator(new NoMemory());
    connection.close(CloseReason.OVERLOADED);
    channel.runPendingTasks();
    assertThat(channel.isOpen()).isFalse();
  }

  private static NettyConnection open(EmbeddedChannel channel) {
    return open(channel, RecordingHandler::new);
  }

  private static NettyConnection open(
      EmbeddedChannel channel, Function<Connection, ConnectionHandler> handler) {
    return NettyConnection.open(
        channel,
        new ConnectionInfo("websocket", new InetSocketAddress(0), false, true, Optional.empty()),
        WebSocketFraming.ofServer(1000),
        handler);
  }

  /** Answers a batch when it is over, as the router does. */
  private static final class AnswersAtTheEnd extends RecordingHandler {
    AnswersAtTheEnd(Connection connection) {
      super(connection);
    }

    @Override
    public void onReadComplete() {
      super.onReadComplete();
      connection().write(Frame.wrap(new byte[] {42}));
      connection().flush();
    }
  }

  private static final class NoMemory extends PooledByteBufAllocator {
    NoMemory() {
      super(true);
    }

    @Override
    protected ByteBuf newDirectBuffer(int initial, int largest) {
      throw new OutOfMemoryError("meant by the test");
    }
  }

  /** Nothing that is written ever leaves. */
  private static final class DeafPeer extends ChannelOutboundHandlerAdapter {
    @Override
    public void flush(ChannelHandlerContext context) {}
  }
}
