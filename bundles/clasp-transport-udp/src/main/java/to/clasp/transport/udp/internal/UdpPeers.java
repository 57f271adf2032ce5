package to.clasp.transport.udp.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.protocol.ErrorCode;
import to.clasp.transport.CloseReason;
import to.clasp.transport.ConnectionAcceptor;
import to.clasp.transport.Frame;
import to.clasp.transport.Limits;
import to.clasp.transport.netty.CloseMark;
import to.clasp.transport.netty.FloodGuard;
import to.clasp.transport.netty.SourceLog;

/** The peers of one port: which connection a datagram is for, and whether there is to be one. */
final class UdpPeers extends SimpleChannelInboundHandler<DatagramPacket>
    implements UdpConnection.Owner {
  private static final Logger LOG = LoggerFactory.getLogger(UdpTransport.class);
  private static final Duration SILENCE_OF_A_CLOSED_PEER = Duration.ofSeconds(1);

  private static final int LARGEST_DATAGRAM = 1 << 16;

  /** For routers without idle timeout: a peer that crashed says nothing, not even goodbye. */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

  private final ConnectionAcceptor acceptor;
  private final Supplier<Settings> settings;
  private final Door door = new Door(new Cookies(() -> now(TimeUnit.MINUTES)));
  private final FloodGuard flood = new FloodGuard(() -> now(TimeUnit.SECONDS));
  private final FloodGuard proofs = new FloodGuard(() -> now(TimeUnit.SECONDS));
  private final SourceLog log = new SourceLog(LOG, System::nanoTime);
  private final UnsentCount unsent = new UnsentCount(LOG);
  private final Map<InetSocketAddress, Peer> peers = new HashMap<>();
  private final Map<InetAddress, Integer> connections = new HashMap<>();
  private final Set<UdpConnection> served = new HashSet<>();

  /** Not one for each thread: event loops outlive this bundle, and would keep its classes. */
  private final byte[] scratch = new byte[LARGEST_DATAGRAM];

  private Channel channel;

  UdpPeers(ConnectionAcceptor acceptor, Supplier<Settings> settings) {
    // Not found out by Netty, which would keep this class for each event loop for ever.
    super(DatagramPacket.class);
    this.acceptor = acceptor;
    this.settings = settings;
  }

  private static long now(TimeUnit unit) {
    return unit.convert(System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    channel = context.channel();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
    byte[] datagram = scratch;
    int length = Wire.read(packet.content(), datagram);
    Peer peer = peers.get(packet.sender());
    if (peer == null) {
      stranger(packet.sender(), datagram, length);
    } else if (peer.admits(settings.get().maxDatagramsPerSecond())) {
      known(peer, datagram, length);
    } else {
      log.note(source(packet.sender()), "sends too much, the rest of this second is dropped");
    }
  }

  private static String source(InetSocketAddress address) {
    return address.getAddress().getHostAddress();
  }

  private void known(Peer peer, byte[] datagram, int length) {
    if (peer.connection().isEnding()) {
      return;
    }
    CloseReason told = Wire.closeReason(datagram, length);
    if (told != null) {
      peer.connection().lost(CloseMark.cause(told));
    } else if (Wire.is(Wire.PING, datagram, length) && !peer.hasSpoken()) {
      reply(peer.connection().remote(), Wire.PONG);
    } else if (Wire.isHello(datagram, length) && peer.hasSpoken()) {
      beginAnew(peer, datagram, length);
    } else {
      receive(peer, datagram, length);
    }
  }

  private void receive(Peer peer, byte[] datagram, int length) {
    served.add(peer.connection());
    peer.receive(datagram, length);
  }

  /** A client that restarted on the same port says HELLO again; so does one that gets no answer. */
  private void beginAnew(Peer peer, byte[] datagram, int length) {
    byte[] hello = admitted(peer.connection().remote(), datagram, length);
    if (hello != null && !peer.isBelatedCopy(hello)) {
      peer.connection().lost(new IOException("the client begins anew"));
      open(peer.connection().remote(), hello);
    }
  }

  /** An answer is never answered: two servers would go on with that for ever. */
  private void stranger(InetSocketAddress from, byte[] datagram, int length) {
    if (Wire.looksLikeFrame(datagram, length) && !Wire.isAnswer(datagram, length)) {
      byte[] first = admitted(from, datagram, length);
      if (first != null) {
        open(from, first);
      }
    }
  }

  /** The frame to begin a connection with, or null. */
  private byte[] admitted(InetSocketAddress from, byte[] datagram, int length) {
    Settings now = settings.get();
    byte[] bytes = Arrays.copyOf(datagram, length);
    if (!now.trusted().contains(from.getAddress()) && isTooMuch(from, bytes, now)) {
      log.note(source(from), "sends too much without a proof of its address, and is not answered");
      return null;
    }
    return door.admit(now.trusted(), from, bytes, answer -> reply(from, answer));
  }

  /** Whoever forges addresses can use up what unproved peers may send, but not what is proved. */
  private boolean isTooMuch(InetSocketAddress from, byte[] bytes, Settings now) {
    InetAddress source = from.getAddress();
    return !flood.admits(source, now.maxUnprovedOfSource(), now.maxUnproved())
        && !(door.isProof(from, bytes)
            && proofs.admits(source, now.maxUnprovedOfSource(), Integer.MAX_VALUE));
  }

  private void open(InetSocketAddress from, byte[] first) {
    if (!hasRoom(from.getAddress())) {
      Door.refuse(
          ErrorCode.OVERFLOW, "no room for a connection", first.length, text -> reply(from, text));
      log.note(source(from), "is refused: too many connections");
      return;
    }
    Limits limits = acceptor.limits();
    UdpConnection connection = new UdpConnection(channel, from, true, limits.maxFrameBytes(), this);
    Peer peer = new Peer(connection);
    peers.put(from, peer);
    connections.merge(from.getAddress(), 1, Integer::sum);
    boolean ping = Wire.is(Wire.PING, first, first.length);
    if (ping) {
      reply(from, Wire.PONG);
    }
    connection.start(acceptor::accept);
    Duration idle = limits.idleTimeout();
    connection.closeWhenIdle(idle.isZero() ? LONGEST_SILENCE : idle);
    if (!ping) {
      receive(peer, first, first.length);
    }
  }

  private boolean hasRoom(InetAddress source) {
    Settings now = settings.get();
    return peers.size() < now.maxConnections()
        && connections.getOrDefault(source, 0) < now.maxConnectionsOfSource();
  }

  private void reply(InetSocketAddress to, byte[] frame) {
    channel.writeAndFlush(
        new DatagramPacket(channel.alloc().directBuffer(frame.length).writeBytes(frame), to),
        channel.voidPromise());
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    List<UdpConnection> batch = new ArrayList<>(served);
    served.clear();
    batch.forEach(UdpConnection::readComplete);
    context.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (channel.isWritable()) {
      context.executor().execute(() -> all().forEach(UdpConnection::writable));
    }
  }

  private List<UdpConnection> all() {
    return peers.values().stream().map(Peer::connection).toList();
  }

  /** Something could not be sent to some peer; the port and the others go on. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    LOG.debug("a datagram failed", failure);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    all().forEach(connection -> connection.lost(new IOException("the port was closed")));
  }

  /** Ends all connections, because the port is about to be closed. On the event loop. */
  void endAll() {
    all().forEach(connection -> connection.closeForOwnReason(CloseReason.GOING_AWAY, null));
  }

  /** What a peer still sends after a close of ours is not the begin of something new. */
  @Override
  public void ended(UdpConnection connection, boolean byPeer) {
    if (byPeer) {
      forget(connection);
    } else {
      channel
          .eventLoop()
          .schedule(
              () -> forget(connection), SILENCE_OF_A_CLOSED_PEER.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void forget(UdpConnection connection) {
    Peer peer = peers.get(connection.remote());
    if (peer != null && peer.connection() == connection) {
      peers.remove(connection.remote());
      connections.computeIfPresent(
          connection.remote().getAddress(), (source, number) -> number > 1 ? number - 1 : null);
    }
  }

  @Override
  public void writing(Frame frame) {
    // nothing has to be known of what a server says
  }

  @Override
  public void unsent(UdpConnection connection, int messages) {
    unsent.add(messages, source(connection.remote()));
    Peer peer = peers.get(connection.remote());
    if (peer != null) {
      peer.tellUnsent(messages);
    }
  }

  @Override
  public void unread(UdpConnection connection) {
    LOG.debug("a frame of {} is dropped: it is not read now", connection.remote());
  }
}
