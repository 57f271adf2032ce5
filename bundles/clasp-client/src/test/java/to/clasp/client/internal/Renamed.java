package to.clasp.client.internal;

import java.net.URI;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import to.clasp.testkit.MemoryTransport;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.Connector;

/** A transport in memory under a scheme of its own. */
record Renamed(MemoryTransport transport, String scheme) implements Connector {
  @Override
  public Set<String> schemes() {
    return Set.of(scheme);
  }

  @Override
  public CompletionStage<Connection> connect(
      URI to, ConnectOptions how, Function<Connection, ConnectionHandler> handler) {
    return transport.connect(transport.uris().iterator().next(), how, handler);
  }
}
