package to.clasp.osc.internal.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.transport.netty.ChannelSecurity;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.NettyPort;
import to.clasp.transport.netty.PortSettings;
import to.clasp.transport.netty.TlsContexts;

/** The open ports of an edge. Safe from any thread but a loop. */
public final class OscPorts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("to.clasp.osc");
  private static final PortSettings.Schemes UDP =
      new PortSettings.Schemes("osc.udp", "osc.udp", "");
  private static final PortSettings.Schemes TCP =
      new PortSettings.Schemes("osc.tcp", "osc.tcps", "");

  /** For a TLS handshake. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final EventLoops loops;
  private final Edge edge;
  private final NameLookup names;
  private final UdpPort udp;
  private final NettyPort tcp;
  private final Set<URI> udpUris;
  private final List<StreamTarget> targets = new ArrayList<>();

  /**
   * Opens the ports of the edge's settings.
   *
   * @param loops run them
   * @param tls what the TCP port is secured with
   * @param edge serves them
   * @throws IOException if one cannot be opened, or a file of TLS is wrong; says why
   */
  public OscPorts(EventLoops loops, TlsContexts tls, Edge edge) throws IOException {
    this(loops, tls, edge, new NameLookup());
  }

  OscPorts(EventLoops loops, TlsContexts tls, Edge edge, NameLookup names) throws IOException {
    this.loops = loops;
    this.edge = edge;
    this.names = names;
    Settings settings = edge.settings();
    this.udp = UdpPort.open(loops, edge, names);
    try {
      this.tcp =
          settings.tcp() == null
              ? null
              : new NettyPort(loops, tls, TCP, settings.tcp(), this::accept);
    } catch (IOException failure) {
      names.close();
      udp.close();
      throw failure;
    }
    udpUris = settings.udp().uris(UDP, udp.number());
    connectTargets();
    udpUris.forEach(uri -> LOG.info("port open: {}", uri));
  }

  private void accept(Channel channel) {
    if (edge.takePlace((InetSocketAddress) channel.remoteAddress(), channel)) {
      channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
      ChannelSecurity.whenReady(
          channel,
          LIMIT,
          failure -> {
            if (failure == null) {
              channel.pipeline().addLast(new StreamPeer(edge, edge.settings().framing(), null));
            }
          });
    }
  }

  /**
   * Where clients can send to.
   *
   * @return the URIs, with the real ports where 0 was configured
   */
  public Set<URI> uris() {
    Set<URI> uris = new LinkedHashSet<>(udpUris);
    if (tcp != null) {
      uris.addAll(tcp.uris());
    }
    return uris;
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
   * @throws IOException if a file of TLS is wrong; then everything is as before
   */
  public synchronized void configure(Settings next) throws IOException {
    if (tcp != null) {
      tcp.change(next.tcp());
    }
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
    udpUris.forEach(uri -> LOG.info("port closed: {}", uri));
  }
}
