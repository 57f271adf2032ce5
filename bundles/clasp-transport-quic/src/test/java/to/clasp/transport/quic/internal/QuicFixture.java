package to.clasp.transport.quic.internal;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import to.clasp.testkit.TransportFixture;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionAcceptor;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.Connector;
import to.clasp.transport.TlsOptions;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.ServerTls;
import to.clasp.transport.netty.TlsContexts;
import to.clasp.transport.netty.TlsSettings;

/** The QUIC transport on loops of its own, and a connector that trusts its certificate. */
final class QuicFixture implements TransportFixture {
  final EventLoops.Owned loops;
  final TlsContexts.Owned contexts = TlsContexts.create();
  final TlsOptions trusting;
  private final Connector connector;
  private QuicTransport transport;

  QuicFixture(EventLoops.Owned loops) {
    this.loops = loops;
    this.trusting = trustSelfSigned();
    QuicConnector real = new QuicConnector(loops);
    this.connector =
        new Connector() {
          @Override
          public Set<String> schemes() {
            return real.schemes();
          }

          @Override
          public CompletionStage<Connection> connect(
              URI to, ConnectOptions how, Function<Connection, ConnectionHandler> handler) {
            return real.connect(
                to, new ConnectOptions(how.timeout(), how.maxFrameBytes(), trusting), handler);
          }
        };
  }

  private TlsOptions trustSelfSigned() {
    try (ServerTls tls = contexts.open(TlsSettings.of(null, null, true, false, null, null))) {
      return new TlsOptions(List.of(tls.material().chain().get(0)), null);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public Set<URI> start(ConnectionAcceptor acceptor, int port) throws IOException {
    return start(acceptor, Map.of("port", port, "selfSigned", true));
  }

  Set<URI> start(ConnectionAcceptor acceptor, Map<String, Object> config) throws IOException {
    transport = new QuicTransport(Config.of(config), acceptor, loops, contexts);
    return transport.uris();
  }

  QuicTransport transport() {
    return transport;
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
