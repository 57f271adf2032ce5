package to.clasp.transport.netty.internal;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.transport.netty.EventLoops;

/** A group of event loops with what belongs to its kind of channel. */
public final class LoopGroup implements EventLoops.Owned {
  private static final Logger LOG = LoggerFactory.getLogger(EventLoops.class);
  private static final int MAX_THREADS = 1024;

  private final ChannelKind kind;
  private final EventLoopGroup group;

  private LoopGroup(ChannelKind kind, int threads) {
    this.kind = kind;
    this.group = new MultiThreadIoEventLoopGroup(threads, new Threads(), kind.handlers());
  }

  /**
   * Starts loops.
   *
   * @param threads number of loops, 0 for automatic
   * @param nativeWanted false for the JDK's channels in any case
   * @return the running loops
   */
  public static LoopGroup create(int threads, boolean nativeWanted) {
    if (threads < 0 || threads > MAX_THREADS) {
      throw new IllegalArgumentException("threads = " + threads + " must be 0 to " + MAX_THREADS);
    }
    int number =
        threads == 0 ? Math.max(1, Runtime.getRuntime().availableProcessors() / 2) : threads;
    ChannelKind kind = nativeWanted ? ChannelKind.best() : ChannelKind.portable();
    LOG.debug("{} event loops, {}", number, kind.name());
    return new LoopGroup(kind, number);
  }

  @Override
  public EventLoopGroup group() {
    return group;
  }

  @Override
  public Class<? extends ServerChannel> serverChannel() {
    return kind.server();
  }

  @Override
  public Class<? extends Channel> clientChannel() {
    return kind.client();
  }

  @Override
  public Class<? extends DatagramChannel> datagramChannel() {
    return kind.datagram();
  }

  @Override
  public boolean isNative() {
    return kind.isNative();
  }

  @Override
  public ByteBufAllocator allocator() {
    return PooledByteBufAllocator.DEFAULT;
  }

  /** Ends the loops without waiting for it; so may be called on one of them. */
  void beginClose() {
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    beginClose();
    try {
      if (!group.awaitTermination(3, TimeUnit.SECONDS)) {
        LOG.warn("event loops still run after three seconds");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Threads implements ThreadFactory {
    private final AtomicInteger number = new AtomicInteger();

    @Override
    public Thread newThread(Runnable task) {
      Thread thread = new FastThreadLocalThread(task, "clasp-loop-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    }
  }
}
