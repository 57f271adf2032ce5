package to.clasp.router.internal;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import to.clasp.auth.Authenticator;
import to.clasp.auth.Grant;
import to.clasp.protocol.Hello;
import to.clasp.protocol.ProtocolException;
import to.clasp.router.internal.fanout.Loop;
import to.clasp.router.internal.fanout.Loops;
import to.clasp.router.internal.session.Reception;
import to.clasp.router.internal.session.RefusedConnection;
import to.clasp.router.internal.session.SessionConnection;
import to.clasp.router.internal.session.SessionDriver;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionAcceptor;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.ConnectionInfo;
import to.clasp.transport.Drainable;
import to.clasp.transport.Limits;

/**
 * The door for transports. It is there while somebody can say who may enter; without an {@link
 * Authenticator} it goes, every port closes, and the params stay in {@link RouterCore}.
 */
@Component(service = {ConnectionAcceptor.class, Drainable.class})
public final class Acceptor implements ConnectionAcceptor, Drainable, Reception {
  private final RouterCore core;
  private final Authenticator authenticator;
  private final RefusalLog refusals = new RefusalLog();
  private final Set<SessionConnection> connections = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> allGone = new CompletableFuture<>();
  private volatile boolean closed;
  private volatile boolean draining;
  private volatile boolean drained;

  @Activate
  public Acceptor(@Reference RouterCore core, @Reference Authenticator authenticator) {
    this.core = core;
    this.authenticator = authenticator;
  }

  /** By now most transports have closed their connections themselves. */
  @Deactivate
  void close() {
    closed = true;
    connections.forEach(SessionConnection::shutDown);
  }

  @Override
  public CompletionStage<Void> drain(Duration timeout) {
    draining = true;
    connections.forEach(SessionConnection::drain);
    completeIfAllGone();
    return allGone
        .copy()
        .completeOnTimeout(null, timeout.toMillis(), TimeUnit.MILLISECONDS)
        .thenRun(this::cutOff);
  }

  private void cutOff() {
    drained = true;
    connections.forEach(SessionConnection::shutDown);
  }

  private void completeIfAllGone() {
    if (draining && connections.isEmpty()) {
      allGone.complete(null);
    }
  }

  @Override
  public boolean isAccepting() {
    return !closed && !draining;
  }

  /** Those who are left when everybody was given time to leave get no more of it. */
  @Override
  public Limits limits() {
    Limits limits = core.settings().limits();
    return drained
        ? new Limits(
            limits.maxFrameBytes(), limits.handshakeTimeout(), limits.idleTimeout(), Duration.ZERO)
        : limits;
  }

  @Override
  public ConnectionHandler accept(Connection connection) {
    if (!isAccepting()) {
      return RefusedConnection.atTheEnd(connection);
    }
    try {
      core.reserve();
    } catch (ProtocolException e) {
      refused(connection.info(), e);
      return RefusedConnection.withoutRoom(connection, e);
    }
    try {
      return new SessionConnection(connection, this);
    } catch (RuntimeException e) {
      core.free();
      throw e;
    }
  }

  @Override
  public Loops loops() {
    return core.loops();
  }

  @Override
  public Authenticator authenticator() {
    return authenticator;
  }

  @Override
  public Duration handshakeTimeout() {
    return limits().handshakeTimeout();
  }

  @Override
  public ScheduledFuture<?> scheduleHandshake(Runnable task) {
    return core.schedule(task, handshakeTimeout().toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public SessionDriver admit(Hello hello, Grant grant, Loop loop, Connection connection) {
    return core.admit(hello, grant, loop, connection);
  }

  @Override
  public void refused(ConnectionInfo info, ProtocolException why) {
    core.refused(why.code());
    refusals.refused(info, why);
  }

  @Override
  public void opened(SessionConnection connection) {
    connections.add(connection);
    if (closed) {
      connection.shutDown();
    } else if (draining) {
      connection.drain();
    }
  }

  @Override
  public void closed(SessionConnection connection) {
    if (connections.remove(connection)) {
      core.free();
      completeIfAllGone();
    }
  }
}
