package to.clasp.transport.quic.internal;

import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.Connector;
import to.clasp.transport.netty.ChannelSet;
import to.clasp.transport.netty.ClientLoops;
import to.clasp.transport.netty.EventLoops;

/** Connects to QUIC endpoints. */
@Component(service = Connector.class)
public final class QuicConnector implements Connector {
  static final String SCHEME = "quic";

  private final ChannelSet made = new ChannelSet();
  private final ClientLoops loops;
  private final ClientContexts contexts = new ClientContexts();

  /**
   * A connector without any connection yet.
   *
   * @param loops run its connections
   */
  @Activate
  public QuicConnector(@Reference EventLoops loops) {
    this(ClientLoops.of(loops));
  }

  /** For {@link java.util.ServiceLoader}, outside of OSGi. */
  public QuicConnector() {
    this(ClientLoops.ofProcess());
  }

  private QuicConnector(ClientLoops loops) {
    this.loops = loops;
  }

  /** Closes its connections as going away. */
  @Deactivate
  void close() {
    made.close();
  }

  @Override
  public Set<String> schemes() {
    return Set.of(SCHEME);
  }

  @Override
  public CompletionStage<Connection> connect(
      URI to, ConnectOptions how, Function<Connection, ConnectionHandler> handler) {
    if (!SCHEME.equalsIgnoreCase(to.getScheme()) || to.getHost() == null || to.getPort() < 0) {
      return CompletableFuture.failedFuture(
          new IOException(to + ": not a URI like quic://host:port"));
    }
    return new Attempt(to, how, handler, loops.lease(), made).begin(contexts);
  }
}
