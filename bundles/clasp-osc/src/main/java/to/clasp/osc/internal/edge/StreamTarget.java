package to.clasp.osc.internal.edge;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.NettyListener;

/** A target over TCP: connects, and connects again when the connection has ended. */
final class StreamTarget {
  private static final int CONNECT_MILLIS = 5000;
  private static final int PAUSE_SECONDS = 2;
  private static final long STOP_MILLIS = 1000;

  private final EventLoops loops;
  private final Edge edge;
  private final NameLookup names;
  private final Target target;
  private Channel channel;
  private boolean closed;

  StreamTarget(EventLoops loops, Edge edge, NameLookup names, Target target) {
    this.loops = loops;
    this.edge = edge;
    this.names = names;
    this.target = target;
  }

  Target target() {
    return target;
  }

  void connect() {
    names.find(target).thenAccept(this::found);
  }

  private void found(InetSocketAddress address) {
    if (address == null) {
      edge.log().note(target.host(), "is a target with an unknown name");
      connectLater();
    } else {
      connect(address);
    }
  }

  private synchronized void connect(InetSocketAddress address) {
    if (closed) {
      return;
    }
    ChannelFuture connecting =
        new Bootstrap()
            .group(loops.group())
            .channel(loops.clientChannel())
            .option(ChannelOption.ALLOCATOR, loops.allocator())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, NettyListener.WATER_MARK)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel opened) {
                    opened.pipeline().addLast(newPeer());
                  }
                })
            .connect(address);
    channel = connecting.channel();
    connecting.addListener(
        done -> {
          if (!done.isSuccess()) {
            edge.log().note(target.toString(), "is a target that cannot be reached");
          }
        });
    channel.closeFuture().addListener(ended -> connectLater());
  }

  private StreamPeer newPeer() {
    return new StreamPeer(edge, target.stream(), target);
  }

  private synchronized void connectLater() {
    if (!closed) {
      try {
        Runnable again = this::connect;
        loops.group().schedule(again, PAUSE_SECONDS, TimeUnit.SECONDS);
      } catch (RejectedExecutionException stopped) {
        // the loops are gone
      }
    }
  }

  /** From any thread but a loop. */
  void close() {
    Channel last;
    synchronized (this) {
      closed = true;
      last = channel;
    }
    if (last != null) {
      last.close().awaitUninterruptibly(STOP_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
