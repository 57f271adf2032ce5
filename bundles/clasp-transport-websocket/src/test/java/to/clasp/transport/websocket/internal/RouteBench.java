package to.clasp.transport.websocket.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import to.clasp.testkit.RecordingAcceptor;
import to.clasp.transport.Limits;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.TlsContexts;

/** A port with a route on it, and clients of both. */
final class RouteBench implements AutoCloseable {
  final RecordingAcceptor acceptor = new RecordingAcceptor();
  final EchoRoute route = new EchoRoute();
  private final EventLoops.Owned loops = EventLoops.create(1);
  private final TlsContexts.Owned contexts = TlsContexts.create();
  final WebSocketTransport transport;

  RouteBench() throws IOException {
    this(Config.onPort(0));
  }

  RouteBench(Config config) throws IOException {
    this(config, Duration.ofSeconds(1));
  }

  RouteBench(Config config, Duration drain) throws IOException {
    acceptor.limit(new Limits(Limits.LARGEST_FRAME, Duration.ofSeconds(20), Duration.ZERO, drain));
    transport = new WebSocketTransport(config.asAnnotation(), acceptor, loops, contexts);
    transport.addRoute(route);
  }

  RawSocket connect() throws IOException {
    return new RawSocket(uri());
  }

  URI uri() {
    return transport.uris().iterator().next();
  }

  /** A client of the route. */
  RawSocket join() throws IOException {
    RawSocket peer = connect();
    assertThat(peer.send(request("/echo", "echo")).head())
        .startsWith("HTTP/1.1 101 ")
        .contains("\r\nSec-WebSocket-Protocol: echo\r\n");
    return peer;
  }

  static String request(String path, String offered) {
    return RawSocket.request(path, "Sec-WebSocket-Protocol: " + offered);
  }

  @Override
  public void close() {
    transport.close();
    contexts.close();
    loops.close();
  }
}
