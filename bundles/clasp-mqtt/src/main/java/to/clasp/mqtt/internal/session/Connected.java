package to.clasp.mqtt.internal.session;

import to.clasp.mqtt.internal.packet.ClientLink;

/** What a session needs of a connection. On its loop. */
public interface Connected {
  ClientLink link();

  /** Pauses or resumes reading. */
  void setReading(boolean on);

  /** The session has let go of it; it is to be closed for that reason of MQTT 5. */
  void dismiss(int reason);
}
