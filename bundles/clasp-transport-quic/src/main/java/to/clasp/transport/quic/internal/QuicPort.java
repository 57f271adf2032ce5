package to.clasp.transport.quic.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import to.clasp.transport.CloseReason;
import to.clasp.transport.ConnectionAcceptor;
import to.clasp.transport.Limits;
import to.clasp.transport.netty.BindFailure;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.NettyConnection;
import to.clasp.transport.netty.PortSettings;

/**
 * An open UDP port and the QUIC connections on it. All of them are on one event loop, because a
 * client keeps its connection when its address changes. Safe from any thread but a loop.
 */
final class QuicPort {
  private static final long STOP_NANOS = TimeUnit.MILLISECONDS.toNanos(1800);
  private static final long LAST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final ConnectionAcceptor acceptor;
  private final Supplier<Settings> settings;
  private final Set<QuicChannel> peers = ConcurrentHashMap.newKeySet();
  private final Map<InetAddress, Integer> ofSource = new HashMap<>();
  private final Set<NettyConnection> connections = ConcurrentHashMap.newKeySet();
  private final int streamsAtOnce;
  private volatile ServerContext context;
  private volatile boolean closing;
  private Channel socket;

  private QuicPort(
      ConnectionAcceptor acceptor,
      Settings at,
      ServerContext context,
      Supplier<Settings> settings) {
    this.acceptor = acceptor;
    this.streamsAtOnce = at.maxStreams();
    this.context = context;
    this.settings = settings;
  }

  /**
   * Opens a port.
   *
   * @param at where
   * @param context what the port proves itself with; closed with the port, and on failure
   * @param settings asked for each new connection
   * @throws IOException if the port cannot be opened; names host, port and reason
   */
  static QuicPort open(
      EventLoops loops,
      Settings at,
      ServerContext context,
      ConnectionAcceptor acceptor,
      Supplier<Settings> settings)
      throws IOException {
    QuicPort port = new QuicPort(acceptor, at, context, settings);
    try {
      port.socket = port.bind(loops, at.address());
    } catch (IOException failure) {
      context.close();
      throw failure;
    }
    return port;
  }

  private Channel bind(EventLoops loops, PortSettings address) throws IOException {
    ChannelFuture bound =
        TransportParameters.socket(loops)
            .handler(new Socket())
            .bind(address.resolve())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw BindFailure.of(address.host(), address.port(), bound.cause());
    }
    return bound.channel();
  }

  /**
   * Proves itself in another way. Counts for new connections.
   *
   * @param next closed with the port
   */
  void secure(ServerContext next) {
    ServerContext old = context;
    context = next;
    old.close();
  }

  /** The real port where 0 was asked for. */
  int number() {
    return ((InetSocketAddress) socket.localAddress()).getPort();
  }

  /**
   * Closes the connections as going away, then the port.
   *
   * @param drain how long connections may take what was written; then they are cut off
   */
  void close(Duration drain) {
    closing = true;
    onLoop(this::dismissAll);
    awaitAll(drain.toNanos());
    onLoop(this::cutOffAll);
    awaitAll(LAST_NANOS);
    socket.close().awaitUninterruptibly(STOP_NANOS, TimeUnit.NANOSECONDS);
    onLoop(() -> {});
    context.close();
  }

  private void awaitAll(long nanos) {
    long deadline = System.nanoTime() + nanos;
    for (QuicChannel peer : List.copyOf(peers)) {
      long left = Math.max(0, deadline - System.nanoTime());
      peer.closeFuture().awaitUninterruptibly(left, TimeUnit.NANOSECONDS);
    }
  }

  private void cutOffAll() {
    for (QuicChannel channel : peers) {
      Peer peer = channel.pipeline().get(Peer.class);
      if (peer != null) {
        peer.close(CloseReason.GOING_AWAY, CloseReason.GOING_AWAY.text());
      }
    }
  }

  /** Those without a stream have nobody to say goodbye. */
  private void dismissAll() {
    for (NettyConnection connection : connections) {
      connection.closeForOwnReason(CloseReason.GOING_AWAY, null);
    }
    for (QuicChannel channel : peers) {
      Peer peer = channel.pipeline().get(Peer.class);
      if (peer != null && peer.isUnused()) {
        peer.close(CloseReason.GOING_AWAY, CloseReason.GOING_AWAY.text());
      }
    }
  }

  private void onLoop(Runnable task) {
    try {
      socket.eventLoop().submit(task).awaitUninterruptibly(STOP_NANOS, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException stopped) {
      // then everything is closed
    }
  }

  private boolean hasRoom(InetAddress source) {
    Settings now = settings.get();
    return !closing
        && peers.size() < now.maxConnections()
        && ofSource.getOrDefault(source, 0) < now.maxConnectionsOfSource();
  }

  /** By the address that it begins with, which may change. On the event loop. */
  private void count(QuicChannel channel) {
    peers.add(channel);
    InetAddress source = ((InetSocketAddress) channel.remoteSocketAddress()).getAddress();
    ofSource.merge(source, 1, Integer::sum);
    channel
        .closeFuture()
        .addListener(
            closed -> {
              peers.remove(channel);
              ofSource.computeIfPresent(source, (same, many) -> many > 1 ? many - 1 : null);
            });
  }

  private ChannelHandler codec() {
    return TransportParameters.set(new QuicServerCodecBuilder())
        .initialMaxStreamsBidirectional(streamsAtOnce)
        .tokenHandler(
            new RetryTokens(() -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), this::hasRoom))
        .sslEngineProvider(channel -> context.current().newEngine(channel.alloc()))
        .handler(new NewPeer())
        .streamHandler(new NewStream())
        .build();
  }

  private final class Socket extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      channel.pipeline().addLast(new SmallInitials()).addLast(codec());
    }
  }

  private final class NewPeer extends ChannelInitializer<QuicChannel> {
    @Override
    protected void initChannel(QuicChannel channel) {
      count(channel);
      Settings now = settings.get();
      Peer peer = new Peer(channel, now.maxStreams(), now.datagrams());
      if (context.needsClientCertificate()) {
        peer.needCertificate();
      }
      channel.pipeline().addLast(peer);
      peer.expectStreamWithin(acceptor.limits().handshakeTimeout());
    }
  }

  private final class NewStream extends ChannelInitializer<QuicStreamChannel> {
    @Override
    protected void initChannel(QuicStreamChannel stream) {
      Limits limits = acceptor.limits();
      Peer peer = stream.parent().pipeline().get(Peer.class);
      peer.keepAlive(settings.get().pingInterval(), limits.idleTimeout());
      NettyConnection connection =
          peer.open(stream, limits.maxFrameBytes(), acceptor::accept).connection();
      connections.add(connection);
      stream.closeFuture().addListener(closed -> connections.remove(connection));
      connection.closeWhenIdle(limits.idleTimeout());
      if (closing) {
        connection.closeForOwnReason(CloseReason.GOING_AWAY, null);
      }
    }
  }
}
