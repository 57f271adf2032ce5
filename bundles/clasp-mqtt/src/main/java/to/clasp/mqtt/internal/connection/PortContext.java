package to.clasp.mqtt.internal.connection;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import to.clasp.auth.Authenticator;
import to.clasp.mqtt.internal.EdgeRules;
import to.clasp.mqtt.internal.packet.Counters;
import to.clasp.mqtt.internal.packet.Reason;
import to.clasp.mqtt.internal.session.SessionRegistry;

/** What the connections of a port share. Safe from any thread. */
public final class PortContext {
  private final SessionRegistry registry;
  private final Authenticator authenticator;
  private final Supplier<EdgeRules> rules;
  private final Set<ClientConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean authenticates = true;

  /**
   * @param rules asked for each new connection
   */
  public PortContext(
      SessionRegistry registry, Authenticator authenticator, Supplier<EdgeRules> rules) {
    this.registry = registry;
    this.authenticator = authenticator;
    this.rules = rules;
  }

  SessionRegistry registry() {
    return registry;
  }

  Authenticator authenticator() {
    return authenticator;
  }

  EdgeRules rules() {
    return rules.get();
  }

  Counters counters() {
    return registry.counters();
  }

  /** Notes whether the authenticator answers; true if that is otherwise than before. */
  boolean authenticates(boolean now) {
    boolean changed = authenticates != now;
    authenticates = now;
    return changed;
  }

  void opened(ClientConnection connection) {
    connections.add(connection);
  }

  void closed(ClientConnection connection) {
    connections.remove(connection);
  }

  /** How many connections there are. */
  int size() {
    return connections.size();
  }

  /** Tells all clients that the port closes; their sessions may go on. */
  public void dismissAll() {
    for (ClientConnection connection : List.copyOf(connections)) {
      try {
        connection.channel().eventLoop().execute(() -> connection.end(Reason.SERVER_SHUTTING_DOWN));
      } catch (RejectedExecutionException stopped) {
        connections.remove(connection);
      }
    }
  }
}
