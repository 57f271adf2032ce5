package to.clasp.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.testkit.RecordingHandler;
import to.clasp.transport.CloseReason;
import to.clasp.transport.ConnectionInfo;
import to.clasp.transport.Frame;

/** How an owner ends its channels while their loop has other things to do. */
class ChannelSetTest {
  private final EventLoops.Owned loops = EventLoops.create(1);

  @AfterEach
  void close() {
    loops.close();
  }

  private Channel channel() throws Exception {
    return new Bootstrap()
        .group(loops.group())
        .channel(loops.datagramChannel())
        .handler(new ChannelInboundHandlerAdapter())
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .sync()
        .channel();
  }

  @Test
  void aLoopThatIsStuckHoldsUpTheEndOnceAndNotForEachOfItsChannels() throws Exception {
    ChannelSet owned = new ChannelSet(Duration.ofMillis(300));
    for (int i = 0; i < 100; i++) {
      owned.add(channel());
    }
    CountDownLatch stuck = new CountDownLatch(1);
    try {
      loops.group().execute(() -> await(stuck));
      long begin = System.nanoTime();
      owned.close(Duration.ZERO);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
    } finally {
      stuck.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void handlersKnowOfTheEndWhenItReturnsAlsoIfTheirLoopIsLate() throws Exception {
    Channel channel = channel();
    ChannelSet owned = new ChannelSet();
    owned.add(channel);
    RecordingHandler handler = loops.group().submit(() -> connection(channel)).get();
    channel.closeFuture().addListener(closed -> LockSupport.parkNanos(500_000_000));

    owned.close(Duration.ZERO);

    assertThat(handler.events()).containsExactly("closing GOING_AWAY", "closed");
  }

  private static RecordingHandler connection(Channel channel) {
    RecordingHandler[] made = new RecordingHandler[1];
    ConnectionInfo info =
        new ConnectionInfo("test", new InetSocketAddress(0), false, true, Optional.empty());
    NettyConnection.open(
        channel, info, new NoBytes(), connection -> made[0] = new RecordingHandler(connection));
    return made[0];
  }

  /** Nothing is ever read, nor written but a byte for the close. */
  private static final class NoBytes implements Framing {
    @Override
    public void read(ByteBuf in, byte[] scratch, FrameSink to) {
      in.skipBytes(in.readableBytes());
    }

    @Override
    public void write(Frame frame, ByteBuf out) {
      throw new AssertionError("nothing is written");
    }

    @Override
    public int overhead() {
      return 0;
    }

    @Override
    public void writeClose(CloseReason why, ByteBuf out) {
      out.writeByte(0);
    }

    @Override
    public void writePing(ByteBuf out) {
      throw new AssertionError("nobody is pinged");
    }
  }
}
