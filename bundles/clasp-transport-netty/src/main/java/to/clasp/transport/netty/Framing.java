package to.clasp.transport.netty;

import io.netty.buffer.ByteBuf;
import org.osgi.annotation.versioning.ConsumerType;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Frame;

/**
 * How a stream of bytes carries frames. There is one object for each connection, used on its event
 * loop only. It takes no ownership of any buffer.
 */
@ConsumerType
public interface Framing {

  /**
   * Takes all bytes that have arrived, hands over what is complete, and keeps what is not. After a
   * violation that makes the rest meaningless it skips everything.
   *
   * @param in the bytes; none are left when the call returns
   * @param scratch a large array that is free during the call, shared by all connections of a loop
   * @param to where the parts go
   */
  void read(ByteBuf in, byte[] scratch, FrameSink to);

  /**
   * Appends a frame.
   *
   * @param frame the frame
   * @param out has room for it
   */
  void write(Frame frame, ByteBuf out);

  /**
   * What {@link #write} adds.
   *
   * @return the largest number of bytes beyond the frame itself
   */
  int overhead();

  /**
   * Appends what tells the peer that the connection is closed.
   *
   * @param why the reason to tell
   * @param out where to append it
   */
  void writeClose(CloseReason why, ByteBuf out);

  /**
   * Appends something that makes the peer answer; nothing if there is no such thing.
   *
   * @param out where to append it
   */
  void writePing(ByteBuf out);

  /**
   * Whether the end of the stream tells the peer that the connection is closed.
   *
   * @return true if it has to follow {@link #writeClose}
   */
  default boolean closesByEndOfStream() {
    return false;
  }

  /**
   * The peer sends nothing more, and may still read. Told where the channel allows half closure;
   * otherwise the connection is closed already.
   *
   * @param to where the part goes that follows from it
   */
  default void readEnd(FrameSink to) {}
}
