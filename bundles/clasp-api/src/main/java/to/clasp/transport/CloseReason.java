package to.clasp.transport;

/** Why a connection is closed. Each transport maps it to a code of its own. */
public enum CloseReason {
  /** Everything is done (WebSocket 1000). */
  NORMAL("closed"),
  /** The endpoint or the relay stops (WebSocket 1001). */
  GOING_AWAY("going away"),
  /** The peer broke the protocol (WebSocket 1002). */
  PROTOCOL_ERROR("protocol error"),
  /** The peer sent something that is never accepted here, such as a text frame (WebSocket 1003). */
  UNSUPPORTED_DATA("unsupported data"),
  /** The peer is not allowed, or did not say HELLO in time (WebSocket 1008). */
  POLICY("not allowed"),
  /** A message of the peer is too large (WebSocket 1009). */
  TOO_LARGE("message too large"),
  /** Something failed on this side (WebSocket 1011). */
  INTERNAL_ERROR("internal error"),
  /** There is no room, or the peer does not keep up (WebSocket 1013). */
  OVERLOADED("try again later"),
  /** No byte arrived from the peer within the idle timeout (WebSocket 1001). */
  IDLE("idle timeout");

  private final String text;

  CloseReason(String text) {
    this.text = text;
  }

  /**
   * A short text for the peer and for logs.
   *
   * @return the text, in English
   */
  public String text() {
    return text;
  }
}
