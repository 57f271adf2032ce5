package to.clasp.transport.tcp.internal;

import java.io.IOException;
import java.net.URI;
import java.util.Set;
import to.clasp.testkit.TransportFixture;
import to.clasp.transport.ConnectionAcceptor;
import to.clasp.transport.Connector;
import to.clasp.transport.netty.EventLoops;

/** The Tcp transport on loops of its own. */
final class TcpFixture implements TransportFixture {
  final EventLoops.Owned loops;
  private final TcpConnector connector;
  private TcpTransport transport;

  TcpFixture(EventLoops.Owned loops) {
    this.loops = loops;
    this.connector = new TcpConnector(loops);
  }

  @Override
  public Set<URI> start(ConnectionAcceptor acceptor, int port) throws IOException {
    transport = new TcpTransport(Config.onPort(port).asAnnotation(), acceptor, loops);
    return transport.uris();
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
