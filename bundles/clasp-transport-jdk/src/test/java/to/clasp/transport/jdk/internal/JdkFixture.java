package to.clasp.transport.jdk.internal;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import to.clasp.testkit.Certificates;
import to.clasp.testkit.RecordingAcceptor;
import to.clasp.testkit.RecordingHandler;
import to.clasp.testkit.TlsKeys;
import to.clasp.testkit.TransportFixture;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.ConnectionAcceptor;
import to.clasp.transport.Connector;
import to.clasp.transport.websocket.internal.WebSocketServer;

/** Our WebSocket endpoint as the server, the connector under test as the client. */
final class JdkFixture implements TransportFixture {
  private final WebSocketServer server = new WebSocketServer();
  private final JdkConnector connector = new JdkConnector(new SharedEngine(Duration.ofSeconds(1)));
  private final Connector trusting;
  private final TlsKeys tls;

  private JdkFixture(TlsKeys tls, Certificates certificates) {
    this.tls = tls;
    this.trusting = certificates == null ? connector : certificates.trusting(connector);
  }

  static JdkFixture plain() {
    return new JdkFixture(TlsKeys.NONE, null);
  }

  /** A client that trusts the authority, whatever its options say. */
  static JdkFixture secured(Certificates certificates) {
    return new JdkFixture(certificates.server().only(), certificates);
  }

  /** A client that does what its options say. */
  static JdkFixture securedWith(TlsKeys tls) {
    return new JdkFixture(tls, null);
  }

  @Override
  public Set<URI> start(ConnectionAcceptor acceptor, int port) throws IOException {
    return start(acceptor, port, 25);
  }

  Set<URI> start(ConnectionAcceptor acceptor, int port, int pingSeconds) throws IOException {
    return server.open(acceptor, port, pingSeconds, tls);
  }

  @Override
  public void stop() {
    server.stop();
  }

  @Override
  public Connector connector() {
    return trusting;
  }

  RecordingHandler connect(URI to, ConnectOptions how) throws Exception {
    return connect(trusting, to, how);
  }

  static RecordingHandler connect(Connector connector, URI to, ConnectOptions how)
      throws Exception {
    RecordingHandler[] made = new RecordingHandler[1];
    connector
        .connect(
            to,
            how,
            connection -> {
              made[0] = new RecordingHandler(connection);
              return made[0];
            })
        .toCompletableFuture()
        .get(15, TimeUnit.SECONDS);
    return made[0];
  }

  /** The server's end of a connection; the client may know of it first. */
  static RecordingHandler accepted(RecordingAcceptor acceptor, int number) {
    long deadline = System.nanoTime() + RecordingHandler.TIMEOUT.toNanos();
    while (acceptor.handlers().size() <= number) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("no connection " + number + " at the server");
      }
      LockSupport.parkNanos(1_000_000);
    }
    return acceptor.handlers().get(number);
  }

  @Override
  public void close() {
    server.stop();
    connector.close();
    server.end();
  }
}
