package to.clasp.transport.websocket.internal;

import to.clasp.transport.CloseReason;

/** The peer has broken the WebSocket protocol; the rest of its bytes has no meaning. */
final class Violation extends Exception {
  private static final long serialVersionUID = 1;

  private final transient CloseReason why;

  Violation(CloseReason why, String what) {
    super(what, null, false, false);
    this.why = why;
  }

  static Violation protocol(String what) {
    return new Violation(CloseReason.PROTOCOL_ERROR, what);
  }

  CloseReason why() {
    return why;
  }
}
