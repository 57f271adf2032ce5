package to.clasp.osc.internal.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.NettyListener;
import to.clasp.transport.netty.PortSettings;

/** The open ports of an edge. Safe from any thread but a loop. */
public final class OscPorts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("to.clasp.osc");
  private static final PortSettings.Schemes UDP =
      new PortSettings.Schemes("osc.udp", "osc.udp", "");
  private static final PortSettings.Schemes TCP =
      new PortSettings.Schemes("osc.tcp", "osc.tcp", "");

  private final EventLoops loops;
  private final Edge edge;
  private final NameLookup names;
  private final UdpPort udp;
  private final NettyListener tcp;
  private final Set<URI> uris = new LinkedHashSet<>();
  private final List<StreamTarget> targets = new ArrayList<>();

  /**
   * Opens the ports of the edge's settings.
   *
   * @param loops run them
   * @param edge serves them
   * @throws IOException if one cannot be opened; names host, port and reason
   */
  public OscPorts(EventLoops loops, Edge edge) throws IOException {
    this(loops, edge, new NameLookup());
  }

  OscPorts(EventLoops loops, Edge edge, NameLookup names) throws IOException {
    this.loops = loops;
    this.edge = edge;
    this.names = names;
    Settings settings = edge.settings();
    this.udp = UdpPort.open(loops, edge, names);
    try {
      this.tcp = settings.tcp() == null ? null : listen(settings.tcp());
    } catch (IOException failure) {
      names.close();
      udp.close();
      throw failure;
    }
    uris.addAll(settings.udp().uris(UDP, udp.number()));
    if (tcp != null) {
      uris.addAll(settings.tcp().uris(TCP, tcp.port()));
    }
    connectTargets();
    uris.forEach(uri -> LOG.info("port open: {}", uri));
  }

  private NettyListener listen(PortSettings settings) throws IOException {
    return NettyListener.open(loops, settings.host(), settings.port(), null, this::accept);
  }

  private void accept(Channel channel) {
    if (edge.takePlace((InetSocketAddress) channel.remoteAddress(), channel)) {
      channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
      channel.pipeline().addLast(new StreamPeer(edge, edge.settings().framing(), null));
    }
  }

  /**
   * Where clients can send to.
   *
   * @return the URIs, with the real ports where 0 was configured
   */
  public Set<URI> uris() {
    return Set.copyOf(uris);
  }

  /**
   * The UDP port.
   *
   * @return the real one where 0 was configured
   */
  public int udpPort() {
    return udp.number();
  }

  /**
   * Takes other settings with the same ports.
   *
   * @param next the settings
   */
  public synchronized void configure(Settings next) {
    edge.configure(next);
    udp.configured();
    connectTargets();
  }

  private void connectTargets() {
    List<Target> wanted =
        new ArrayList<>(
            edge.settings().targets().stream().filter(each -> each.stream() != null).toList());
    for (StreamTarget open : List.copyOf(targets)) {
      if (!wanted.remove(open.target())) {
        targets.remove(open);
        open.close();
      }
    }
    for (Target target : wanted) {
      StreamTarget added = new StreamTarget(loops, edge, names, target);
      targets.add(added);
      added.connect();
    }
  }

  @Override
  public synchronized void close() {
    names.close();
    targets.forEach(StreamTarget::close);
    targets.clear();
    if (tcp != null) {
      tcp.close();
    }
    udp.close();
    uris.forEach(uri -> LOG.info("port closed: {}", uri));
  }
}
