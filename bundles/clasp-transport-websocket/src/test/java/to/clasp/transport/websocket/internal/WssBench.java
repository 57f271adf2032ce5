package to.clasp.transport.websocket.internal;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import to.clasp.testkit.Certificates;
import to.clasp.testkit.RecordingAcceptor;
import to.clasp.testkit.RecordingHandler;
import to.clasp.testkit.TlsKeys;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.TlsContexts;

/** A secured port, and certificates to connect to it. */
final class WssBench implements AutoCloseable {
  final RecordingAcceptor acceptor = new RecordingAcceptor();
  final Certificates certificates;
  final EventLoops.Owned loops = EventLoops.create(1);
  private final TlsContexts.Owned contexts = TlsContexts.create();
  private final WebSocketConnector connector = new WebSocketConnector(loops);
  WebSocketTransport transport;

  WssBench(Path directory) {
    certificates = new Certificates(directory);
  }

  WssBench open(TlsKeys tls) throws IOException {
    transport =
        new WebSocketTransport(
            Config.onPort(0).with(tls).asAnnotation(), acceptor, loops, contexts);
    return this;
  }

  URI uri(String scheme) {
    return transport.uris().stream()
        .filter(uri -> uri.getScheme().equals(scheme))
        .findFirst()
        .orElseThrow(() -> new AssertionError(scheme + " not in " + transport.uris()));
  }

  /** Connects with trust in the authority. */
  RecordingHandler connect() throws Exception {
    return connect(uri("wss"), certificates.trusting());
  }

  RecordingHandler connect(URI to, ConnectOptions how) throws Exception {
    return RecordingHandler.connect(connector, to, how);
  }

  /** Sends a frame and waits until it has arrived. */
  void assertAlive(RecordingHandler client, RecordingHandler server) {
    int before = server.frames().size();
    client.send(new byte[] {1, 2, 3});
    server.awaitFrames(before + 1);
  }

  @Override
  public void close() {
    if (transport != null) {
      transport.close();
    }
    contexts.close();
    loops.close();
  }
}
