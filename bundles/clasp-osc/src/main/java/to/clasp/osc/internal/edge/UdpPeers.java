package to.clasp.osc.internal.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.osc.internal.address.AddressBook;
import to.clasp.transport.netty.FloodGuard;

/** The clients of a UDP port: who sends a datagram, and whether there is to be a session for it. */
final class UdpPeers extends SimpleChannelInboundHandler<DatagramPacket> {
  private static final Logger LOG = LoggerFactory.getLogger(UdpPeers.class);
  private static final int LARGEST_DATAGRAM = 1 << 16;
  private static final int UNIT = 4;

  private final Edge edge;
  private final AddressBook book = AddressBook.large();
  private final FloodGuard newcomers =
      new FloodGuard(() -> TimeUnit.NANOSECONDS.toSeconds(System.nanoTime()));
  private final Map<InetSocketAddress, UdpPeer> peers = new HashMap<>();
  private final UdpTargets targets;
  private final Set<Peer> served = new LinkedHashSet<>();

  /** Not one for each thread: event loops outlive this bundle, and would keep its classes. */
  private final byte[] scratch = new byte[LARGEST_DATAGRAM];

  private UdpPort port;
  private Schedule schedule;
  private ScheduledFuture<?> sweeps;

  UdpPeers(Edge edge, NameLookup names) {
    // Not found out by Netty, which would keep this class for each event loop for ever.
    super(DatagramPacket.class);
    this.edge = edge;
    this.targets = new UdpTargets(edge, names, this::newTarget);
  }

  /** On the event loop, as everything that follows. */
  void begin(UdpPort opened) {
    port = opened;
    schedule = new Schedule(opened.channel().eventLoop(), edge.micros(), edge.scheduled());
    sweeps = opened.channel().eventLoop().scheduleAtFixedRate(this::sweep, 1, 1, TimeUnit.SECONDS);
    targets.begin(opened.channel().eventLoop());
  }

  private UdpPeer newTarget(InetSocketAddress address, Target target) {
    UdpOutlet outlet = new UdpOutlet(port, address, targets::ended);
    return new UdpPeer(new Peer(edge, address, outlet, target, book, schedule));
  }

  void configured() {
    targets.configured();
  }

  boolean isTarget(InetSocketAddress client) {
    return targets.find(client) != null;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
    ByteBuf content = packet.content();
    int length = content.readableBytes();
    content.readBytes(scratch, 0, length);
    if (port == null || !looksLikeOsc(length)) {
      return;
    }
    InetSocketAddress sender = packet.sender();
    UdpPeer known = peers.get(sender);
    if (known == null) {
      known = targets.sender(sender);
    }
    if (known == null) {
      known = newcomer(sender);
    }
    if (known != null && known.admits(edge.settings().limits().maxDatagramsPerSecond())) {
      receive(known.peer(), length);
    } else if (known != null) {
      edge.log().note(Edge.source(sender), "sends too much, the rest of this second is dropped");
    }
  }

  private boolean looksLikeOsc(int length) {
    return length > 0 && length % UNIT == 0 && (scratch[0] == '/' || scratch[0] == '#');
  }

  private void receive(Peer peer, int length) {
    served.add(peer);
    peer.receive(scratch, 0, length);
  }

  /** Null if there is no place. Whoever forges senders can take places, but no more than those. */
  private UdpPeer newcomer(InetSocketAddress sender) {
    SessionLimits limits = edge.settings().limits();
    if (!newcomers.admits(sender.getAddress(), limits.maxNewOfSource(), limits.maxNewPerSecond())) {
      edge.log().note(Edge.source(sender), "is not served: too many new clients");
      return null;
    }
    if (!edge.places().take(sender.getAddress(), limits)) {
      edge.log().note(Edge.source(sender), "is not served: too many clients");
      return null;
    }
    UdpOutlet outlet = new UdpOutlet(port, sender, this::ended);
    UdpPeer peer = new UdpPeer(new Peer(edge, sender, outlet, null, book, schedule));
    peers.put(sender, peer);
    peer.peer().begin();
    return peer;
  }

  private void ended(InetSocketAddress client) {
    if (peers.remove(client) != null) {
      edge.places().free(client.getAddress());
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    for (Peer peer : served) {
      peer.endBatch();
    }
    served.clear();
    if (port != null) {
      port.flush();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      context.executor().execute(() -> all().forEach(Peer::writable));
    }
  }

  private List<Peer> all() {
    List<Peer> all = new ArrayList<>(targets.all());
    peers.values().forEach(peer -> all.add(peer.peer()));
    return all;
  }

  private void sweep() {
    try {
      long timeout = edge.settings().limits().timeout().toNanos();
      for (UdpPeer peer : List.copyOf(peers.values())) {
        if (peer.isSilentFor(timeout) && !peer.peer().hasScheduled()) {
          peer.peer().end();
        }
      }
      targets.sweep();
      all().forEach(Peer::sweep);
    } catch (RuntimeException failure) {
      LOG.error("clients of {} could not be looked after", port.channel(), failure);
    }
  }

  /** Something could not be sent to some client; the port and the others go on. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    LOG.debug("a datagram failed", failure);
  }

  /** Ends all sessions, because the port is about to be closed. */
  void end() {
    if (port == null) {
      return;
    }
    port = null;
    sweeps.cancel(false);
    schedule.close();
    targets.end();
    all().forEach(Peer::end);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end();
  }
}
