package to.clasp.transport;

import java.net.URI;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.osgi.annotation.versioning.ConsumerType;

/** Makes connections to endpoints. A transport registers one as a service. Safe from any thread. */
@ConsumerType
public interface Connector {

  /**
   * The URI schemes it can connect to.
   *
   * @return schemes in lower case, such as {@code ws}
   */
  Set<String> schemes();

  /**
   * Which one is taken where several know a scheme: the highest. Outside of OSGi this counts,
   * inside the service property {@code service.ranking}, which is to be the same.
   *
   * @return any number; 0 if there is nothing to say
   */
  default int ranking() {
    return 0;
  }

  /**
   * Connects.
   *
   * @param to where to; its scheme is one of {@link #schemes()}
   * @param how limits for this connection
   * @param handler called once, on the connection's executor, before anything is read
   * @return completes when the transport handshake is done; exceptionally with an {@link
   *     java.io.IOException} that names the URI and the reason, at the latest after {@link
   *     ConnectOptions#timeout()}
   */
  CompletionStage<Connection> connect(
      URI to, ConnectOptions how, Function<Connection, ConnectionHandler> handler);
}
