package to.clasp.transport;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Receives what happens on one connection. All methods are called on the connection's executor, and
 * none but {@link #onClosed} is called while another one, or a method of the connection, is
 * running. An exception out of any of them closes the connection and harms no other.
 */
@ProviderType
public interface ConnectionHandler {

  /**
   * One whole frame as the peer sent it, not yet checked. Not called any more after {@link
   * Connection#close}.
   *
   * @param buffer holds the frame; borrowed, its content is valid only during this call
   * @param offset where the frame begins
   * @param length its size in bytes, at most {@link Limits#maxFrameBytes()}
   */
  void onFrame(byte[] buffer, int offset, int length);

  /**
   * The batch of frames that arrived together is over: the time to flush replies. Follows every
   * batch of at least one frame, also when the connection was closed meanwhile; then before {@link
   * #onClosed} if that is still to come.
   */
  void onReadComplete();

  /** The connection can take more, after {@link Connection#isWritable()} was false. */
  void onWritable();

  /**
   * The transport is about to close the connection for a reason of its own, such as an endpoint
   * that stops. The last chance to write. Not called when the peer is gone, or when the handler
   * itself closed the connection.
   *
   * @param why the reason that the peer will be told
   */
  void onClosing(CloseReason why);

  /**
   * The connection is closed; nothing follows. Called exactly once, whoever closed it.
   *
   * @param cause the failure that ended it, or null after an orderly close; when the peer closed
   *     for another reason than {@link CloseReason#NORMAL}, its text contains that reason's text
   */
  void onClosed(Throwable cause);
}
