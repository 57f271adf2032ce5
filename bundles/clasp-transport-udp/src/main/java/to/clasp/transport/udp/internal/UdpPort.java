package to.clasp.transport.udp.internal;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import to.clasp.transport.netty.BindFailure;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.NettyListener;
import to.clasp.transport.netty.PortSettings;

/** An open UDP port. */
final class UdpPort {
  /** Room for the largest datagram there is: none is ever cut. */
  static final FixedRecvByteBufAllocator WHOLE_DATAGRAMS = new FixedRecvByteBufAllocator(1 << 16);

  private static final PortSettings.Schemes SCHEMES =
      new PortSettings.Schemes(UdpConnector.SCHEME, UdpConnector.SCHEME, "");
  private static final int KERNEL_BUFFER = 1 << 20;
  private static final long STOP_MILLIS = 1000;

  private final Channel channel;
  private final UdpPeers peers;
  private final URI uri;

  private UdpPort(Channel channel, UdpPeers peers, PortSettings address) {
    this.channel = channel;
    this.peers = peers;
    int number = ((InetSocketAddress) channel.localAddress()).getPort();
    this.uri = address.uris(SCHEMES, number).iterator().next();
  }

  static UdpPort open(EventLoops loops, PortSettings address, UdpPeers peers) throws IOException {
    ChannelFuture bound =
        new Bootstrap()
            .group(loops.group())
            .channel(loops.datagramChannel())
            .option(ChannelOption.ALLOCATOR, loops.allocator())
            .option(ChannelOption.RECVBUF_ALLOCATOR, WHOLE_DATAGRAMS)
            .option(ChannelOption.SO_RCVBUF, KERNEL_BUFFER)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, NettyListener.WATER_MARK)
            .handler(peers)
            .bind(address.resolve())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw BindFailure.of(address.host(), address.port(), bound.cause());
    }
    return new UdpPort(bound.channel(), peers, address);
  }

  URI uri() {
    return uri;
  }

  /** The second task runs behind those in which the handlers are told. */
  void close() {
    try {
      channel.eventLoop().submit(peers::endAll).awaitUninterruptibly(STOP_MILLIS);
      channel.eventLoop().submit(() -> {}).awaitUninterruptibly(STOP_MILLIS);
    } catch (RejectedExecutionException stopped) {
      // the loops are gone, and the connections with them
    }
    channel.close().awaitUninterruptibly(STOP_MILLIS, TimeUnit.MILLISECONDS);
  }
}
