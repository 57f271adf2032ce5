package to.clasp.transport.netty;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;
import to.clasp.transport.CloseReason;

/** Where a {@link Framing} puts what it has found. */
@ProviderType
public interface FrameSink {

  /**
   * A whole frame.
   *
   * @param buffer holds it; may be reused after the call
   * @param offset where it begins
   * @param length its size in bytes
   */
  void frame(byte[] buffer, int offset, int length);

  /**
   * Something of the framing's own to send at the end of the batch. It is dropped while the peer
   * does not read.
   *
   * @param reply appends at most 200 bytes
   */
  void reply(Consumer<ByteBuf> reply);

  /**
   * The peer has closed the connection.
   *
   * @param cause null if it did so normally, else says its reason
   * @param answer appends the answer, at most 200 bytes
   */
  void peerClosed(Throwable cause, Consumer<ByteBuf> answer);

  /**
   * The peer has done what it must not do.
   *
   * @param why the reason to close with
   * @param what names what was wrong
   */
  void violated(CloseReason why, String what);
}
