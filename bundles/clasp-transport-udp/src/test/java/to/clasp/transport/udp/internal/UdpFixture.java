package to.clasp.transport.udp.internal;

import java.io.IOException;
import java.net.URI;
import java.util.Set;
import to.clasp.testkit.TransportFixture;
import to.clasp.transport.ConnectionAcceptor;
import to.clasp.transport.Connector;
import to.clasp.transport.netty.EventLoops;

/** The UDP transport on loops of its own. */
final class UdpFixture implements TransportFixture {
  final EventLoops.Owned loops;
  private final UdpConnector connector;
  private UdpTransport transport;

  UdpFixture(EventLoops.Owned loops) {
    this.loops = loops;
    this.connector = new UdpConnector(loops);
  }

  @Override
  public Set<URI> start(ConnectionAcceptor acceptor, int port) throws IOException {
    transport = new UdpTransport(Config.onPort(port).asAnnotation(), acceptor, loops);
    return transport.uris();
  }

  @Override
  public int largestFrame() {
    return Wire.LARGEST_SENT;
  }

  @Override
  public void stop() {
    if (transport != null) {
      transport.close();
      transport = null;
    }
  }

  @Override
  public Connector connector() {
    return connector;
  }

  @Override
  public void close() {
    stop();
    loops.close();
  }
}
