package to.clasp.osc.internal.edge;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import to.clasp.transport.netty.BindFailure;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.NettyListener;

/** An open UDP port. */
final class UdpPort {
  /** What fits in a datagram. */
  static final int LARGEST_SENT = 65_507;

  private static final int KERNEL_BUFFER = 1 << 20;
  private static final int BATCH = 64;
  private static final long STOP_MILLIS = 1000;

  private final Edge edge;
  private final Channel channel;
  private final UdpPeers peers;
  private boolean written;

  private UdpPort(Edge edge, Channel channel, UdpPeers peers) {
    this.edge = edge;
    this.channel = channel;
    this.peers = peers;
  }

  /** Opens the port of the edge's settings. */
  static UdpPort open(EventLoops loops, Edge edge, NameLookup names) throws IOException {
    Settings settings = edge.settings();
    UdpPeers peers = new UdpPeers(edge, names);
    ChannelFuture bound =
        bootstrap(loops, settings, peers).bind(settings.udp().resolve()).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw BindFailure.of(settings.udp().host(), settings.udp().port(), bound.cause());
    }
    UdpPort port = new UdpPort(edge, bound.channel(), peers);
    port.channel.eventLoop().submit(() -> peers.begin(port)).awaitUninterruptibly();
    return port;
  }

  private static Bootstrap bootstrap(EventLoops loops, Settings settings, UdpPeers peers)
      throws IOException {
    FixedRecvByteBufAllocator wholeDatagrams = new FixedRecvByteBufAllocator(1 << 16);
    wholeDatagrams.maxMessagesPerRead(BATCH);
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loops.group())
            .channel(loops.datagramChannel())
            .option(ChannelOption.ALLOCATOR, loops.allocator())
            .option(ChannelOption.RECVBUF_ALLOCATOR, wholeDatagrams)
            .option(ChannelOption.SO_RCVBUF, KERNEL_BUFFER)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, NettyListener.WATER_MARK)
            .handler(peers);
    if (settings.broadcast()) {
      bootstrap.option(ChannelOption.SO_BROADCAST, true);
    }
    if (!settings.multicastInterface().isEmpty()) {
      bootstrap.option(ChannelOption.IP_MULTICAST_IF, multicastInterface(settings));
    }
    return bootstrap;
  }

  private static NetworkInterface multicastInterface(Settings settings) throws IOException {
    String name = settings.multicastInterface();
    try {
      NetworkInterface found = NetworkInterface.getByName(name);
      if (found != null) {
        return found;
      }
    } catch (SocketException unknown) {
      // said below
    }
    throw new IOException("multicastInterface = '" + name + "' is not there");
  }

  Channel channel() {
    return channel;
  }

  int number() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  boolean isTarget(InetSocketAddress client) {
    return peers.isTarget(client);
  }

  RecentlySent sent() {
    return edge.sent();
  }

  /** Where a client listens that has not said so itself. */
  InetSocketAddress replyAddress(InetSocketAddress client) {
    return peers.isTarget(client) ? client : edge.settings().replyPorts().of(client);
  }

  void unsent(InetSocketAddress client, int size) {
    edge.log().note(Edge.source(client), "gets no message of " + size + " bytes over UDP");
  }

  /** Something waits for {@link #flush}. */
  void written() {
    written = true;
  }

  void flush() {
    if (written) {
      written = false;
      channel.flush();
    }
  }

  /** The settings have changed; from any thread. */
  void configured() {
    execute(peers::configured);
  }

  private void execute(Runnable task) {
    try {
      channel.eventLoop().submit(task).awaitUninterruptibly(STOP_MILLIS);
    } catch (RejectedExecutionException stopped) {
      // the loops are gone, and the clients with them
    }
  }

  void close() {
    execute(peers::end);
    channel.close().awaitUninterruptibly(STOP_MILLIS, TimeUnit.MILLISECONDS);
  }
}
