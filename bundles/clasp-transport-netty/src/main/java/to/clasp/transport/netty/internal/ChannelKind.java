package to.clasp.transport.netty.internal;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/** The channels of one way to do I/O. */
record ChannelKind(
    String name,
    IoHandlerFactory handlers,
    Class<? extends ServerChannel> server,
    Class<? extends Channel> client,
    Class<? extends DatagramChannel> datagram) {

  static ChannelKind portable() {
    return new ChannelKind(
        "nio",
        NioIoHandler.newFactory(),
        NioServerSocketChannel.class,
        NioSocketChannel.class,
        NioDatagramChannel.class);
  }

  /** The epoll bundle is optional, so its classes may be missing as well as its native part. */
  static ChannelKind best() {
    try {
      return OnEpoll.isAvailable() ? OnEpoll.kind() : portable();
    } catch (LinkageError absent) {
      return portable();
    }
  }

  boolean isNative() {
    return !name.equals("nio");
  }

  /** Holds every mention of epoll, so that nothing else fails to load without it. */
  private static final class OnEpoll {
    static boolean isAvailable() {
      return Epoll.isAvailable();
    }

    static ChannelKind kind() {
      return new ChannelKind(
          "epoll",
          EpollIoHandler.newFactory(),
          EpollServerSocketChannel.class,
          EpollSocketChannel.class,
          EpollDatagramChannel.class);
    }
  }
}
