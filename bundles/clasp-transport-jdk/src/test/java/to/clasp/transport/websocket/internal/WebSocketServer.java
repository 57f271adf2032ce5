package to.clasp.transport.websocket.internal;

import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import to.clasp.testkit.ComponentConfig;
import to.clasp.testkit.TlsKeys;
import to.clasp.transport.ConnectionAcceptor;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.TlsContexts;

/** Opens and closes a port as DS would. */
public final class WebSocketServer {
  private final EventLoops.Owned loops = EventLoops.create(2);
  private final TlsContexts.Owned contexts = TlsContexts.create();
  private WebSocketTransport transport;

  public Set<URI> open(ConnectionAcceptor acceptor, int port, int pingSeconds, TlsKeys tls)
      throws IOException {
    Map<String, Object> values = new HashMap<>(tls.values());
    values.put("host", "127.0.0.1");
    values.put("port", port);
    values.put("pingIntervalSeconds", pingSeconds);
    values.put("allowedOrigins", new String[] {"*"});
    transport =
        new WebSocketTransport(
            ComponentConfig.of(WebSocketTransportConfig.class, values), acceptor, loops, contexts);
    return transport.uris();
  }

  /** Closes the port; it can be opened again. */
  public void stop() {
    if (transport != null) {
      transport.close();
      transport = null;
    }
  }

  /** Closes the port and ends its threads. */
  public void end() {
    stop();
    contexts.close();
    loops.close();
  }
}
