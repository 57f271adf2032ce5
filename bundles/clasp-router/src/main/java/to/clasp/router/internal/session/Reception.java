package to.clasp.router.internal.session;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import to.clasp.auth.Authenticator;
import to.clasp.auth.Grant;
import to.clasp.protocol.Hello;
import to.clasp.protocol.ProtocolException;
import to.clasp.router.internal.fanout.Loop;
import to.clasp.router.internal.fanout.Loops;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionInfo;

/** What a {@link SessionConnection} needs of those who serve it. Safe from any thread. */
public interface Reception {

  Loops loops();

  Authenticator authenticator();

  Duration handshakeTimeout();

  /** Has a task run when the handshake timeout is over; on the timer's thread. */
  ScheduledFuture<?> scheduleHandshake(Runnable task);

  /** Makes the session of a client that was let in, WELCOME and snapshot under way. */
  SessionDriver admit(Hello hello, Grant grant, Loop loop, Connection connection);

  /** A client was refused. */
  void refused(ConnectionInfo info, ProtocolException why);

  /** A connection is open. */
  void opened(SessionConnection connection);

  /** A connection that was {@linkplain #opened open} is closed. */
  void closed(SessionConnection connection);
}
