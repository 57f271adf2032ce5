package to.clasp.transport.jdk.internal;

import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.Connector;

/**
 * Connects to WebSocket endpoints with what the Java platform has. Its ranking is 0, so that a
 * connector on Netty is preferred where there is one.
 */
@Component(service = Connector.class)
public final class JdkConnector implements Connector {
  private final SharedEngine shared;
  private final ConnectionSet made = new ConnectionSet();

  JdkConnector(SharedEngine shared) {
    this.shared = shared;
  }

  /** For {@link java.util.ServiceLoader} and OSGi: shares its threads with all others. */
  public JdkConnector() {
    this(SharedEngine.OF_PROCESS);
  }

  @Override
  public Set<String> schemes() {
    return Set.of("ws", "wss");
  }

  @Override
  public CompletionStage<Connection> connect(
      URI to, ConnectOptions how, Function<Connection, ConnectionHandler> handler) {
    boolean secured = "wss".equalsIgnoreCase(to.getScheme());
    if (!secured && !"ws".equalsIgnoreCase(to.getScheme()) || to.getHost() == null) {
      return CompletableFuture.failedFuture(
          new IOException(to + ": not a URI like ws://host:port/clasp"));
    }
    return new Attempt(to, secured, how, handler, shared.lease(), made).begin();
  }

  /** Closes its connections as going away. */
  @Deactivate
  void close() {
    made.close();
    shared.endIfUnused();
  }
}
