package to.clasp.transport.websocket.internal;

import java.io.IOException;
import java.net.URI;
import java.util.Set;
import to.clasp.testkit.Certificates;
import to.clasp.testkit.TlsKeys;
import to.clasp.testkit.TransportFixture;
import to.clasp.transport.ConnectionAcceptor;
import to.clasp.transport.Connector;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.TlsContexts;

/** The WebSocket transport on loops of its own. */
final class WebSocketFixture implements TransportFixture {
  final EventLoops.Owned loops;
  final TlsContexts.Owned contexts = TlsContexts.create();
  private final TlsKeys tls;
  private final Connector connector;
  private WebSocketTransport transport;

  WebSocketFixture(EventLoops.Owned loops) {
    this.loops = loops;
    this.tls = TlsKeys.NONE;
    this.connector = new WebSocketConnector(loops);
  }

  WebSocketFixture(EventLoops.Owned loops, Certificates certificates) {
    this.loops = loops;
    this.tls = certificates.server().only();
    this.connector = certificates.trusting(new WebSocketConnector(loops));
  }

  @Override
  public Set<URI> start(ConnectionAcceptor acceptor, int port) throws IOException {
    Config config = Config.onPort(port).with(tls);
    transport = new WebSocketTransport(config.asAnnotation(), acceptor, loops, contexts);
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
    contexts.close();
    loops.close();
  }
}
