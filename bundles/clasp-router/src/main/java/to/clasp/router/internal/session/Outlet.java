package to.clasp.router.internal.session;

import to.clasp.router.internal.fanout.Outgoing;
import to.clasp.transport.CloseReason;

/** The way to a session's peer: a connection, or a listener in this JVM. Only on its loop. */
interface Outlet {

  void write(Outgoing message);

  void flush();

  boolean isWritable();

  void setReading(boolean on);

  void close(CloseReason why);

  /** Whether the peer is a client on a microcontroller, see {@link LiteOutlet}. */
  default boolean isLite() {
    return false;
  }
}
