package to.clasp.mqtt.internal.session;

import to.clasp.protocol.Message;

/** Attached to a message for the router, to be told of the answer. On the session's loop. */
interface Answered {

  /**
   * The router has answered.
   *
   * @param answer ACK, ERROR or PONG
   */
  void onAnswer(ClientSession session, Message answer);
}
