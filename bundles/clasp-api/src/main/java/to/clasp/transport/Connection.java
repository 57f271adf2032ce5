package to.clasp.transport;

import java.util.concurrent.Executor;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One peer. A transport implements it; all methods but {@link #info()} and {@link #executor()} are
 * called on the executor only.
 */
@ConsumerType
public interface Connection {

  /**
   * Facts that do not change. May be called from any thread.
   *
   * @return the facts
   */
  ConnectionInfo info();

  /**
   * What runs everything about this connection, one task after the other: the event loop that owns
   * it. Connections of one loop return the same object. May be called from any thread.
   *
   * @return the executor; it may reject tasks once the transport has stopped
   */
  Executor executor();

  /**
   * Appends a frame to what will be sent. Never blocks, never throws, and does nothing once the
   * connection is closed. The frame goes out at the next {@link #flush()}, or earlier.
   *
   * @param frame a frame of at most {@link Limits#LARGEST_FRAME} bytes
   */
  void write(Frame frame);

  /** Sends what was written. Does nothing if there is nothing to send. */
  void flush();

  /**
   * Whether the peer keeps up. Frames that were written but not flushed may count as waiting.
   * Frames written while it is false are still sent, but take memory. After it was seen false,
   * {@link ConnectionHandler#onWritable()} tells when it is true again.
   *
   * @return false while more bytes wait to be sent than the transport's high-water mark
   */
  boolean isWritable();

  /**
   * Pauses or resumes reading. Frames that were received before may still be handed over after a
   * pause.
   *
   * @param on true to read
   */
  void setReading(boolean on);

  /**
   * Closes the connection. What was written before still goes out, if the peer takes it within a
   * second, or, when an endpoint goes away, within {@link Limits#drainTimeout()}. Further calls
   * have no effect. {@link ConnectionHandler#onClosed} follows, perhaps during this call.
   *
   * @param why told to the peer as far as the transport can
   */
  void close(CloseReason why);
}
