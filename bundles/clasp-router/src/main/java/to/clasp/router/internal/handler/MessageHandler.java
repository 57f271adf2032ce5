package to.clasp.router.internal.handler;

import to.clasp.protocol.Message;
import to.clasp.router.internal.session.SessionDriver;

/** Does what one type of message asks for, on the loop of the session that sent it. */
interface MessageHandler<M extends Message> {

  /**
   * Handles a message.
   *
   * @throws to.clasp.protocol.ProtocolException if it is refused; the session is told
   */
  void handle(SessionDriver from, M message);
}
