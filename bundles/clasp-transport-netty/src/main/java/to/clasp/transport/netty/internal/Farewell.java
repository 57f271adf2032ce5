package to.clasp.transport.netty.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The time a peer has to take what was written before its channel is closed. */
public final class Farewell {
  private static final Duration TIME = Duration.ofSeconds(1);

  /** The listener that closes a whole port cuts off its connections before. */
  private static final Duration TIME_WITH_PORT = Duration.ofMinutes(1);

  private final Channel channel;
  private Future<?> timer;

  /**
   * A farewell that is not said yet.
   *
   * @param channel what is closed in the end
   */
  public Farewell(Channel channel) {
    this.channel = channel;
  }

  /**
   * Writes the last bytes. On the event loop.
   *
   * @param last the bytes, given away
   * @param withThePort whether the port is closed too: then the peer may be slow to take what was
   *     written, and has the usual time from there on
   * @return completes when they are written
   */
  public ChannelFuture say(ByteBuf last, boolean withThePort) {
    closeAfter(withThePort ? TIME_WITH_PORT : TIME);
    ChannelFuture written = channel.writeAndFlush(last);
    if (withThePort) {
      written.addListener(taken -> closeAfter(TIME));
    }
    return written;
  }

  private void closeAfter(Duration time) {
    end();
    if (channel.isOpen()) {
      timer =
          channel.eventLoop().schedule(() -> channel.close(), time.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** The channel is closed. */
  public void end() {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
