package to.clasp.osc.internal.edge;

import java.net.InetSocketAddress;
import java.util.concurrent.ScheduledExecutorService;
import to.clasp.osc.internal.codec.OscWriter;
import to.clasp.transport.ConnectionInfo;

/** The way to one client. Used on its event loop only. */
interface Outlet {

  /** The event loop. */
  ScheduledExecutorService loop();

  /** The port that packets are sent from. */
  int localPort();

  /** Whether packets arrive all and in order, and their sender cannot be forged. */
  boolean isConnection();

  /** What is known of the client. */
  ConnectionInfo info();

  /** Whether the client may ask with JSON, as OSCQuery does. */
  boolean asksByJson();

  /**
   * Sends a message; it goes out with the next {@link #flush}.
   *
   * @param to where to, or null for where the client listens
   */
  void send(OscWriter message, InetSocketAddress to);

  /**
   * Whether a message that is sent there gets to who it comes from.
   *
   * @param message as in {@link #send}
   * @param to as in {@link #send}
   * @param source where it comes from
   */
  boolean leadsBack(OscWriter message, InetSocketAddress to, Sources.Source source);

  void flush();

  boolean isWritable();

  void setReading(boolean on);

  /** What the client sends has to wait, or no longer. A connection is not read meanwhile. */
  void setHeld(boolean on);

  /** The client has no session any more. */
  void ended();
}
