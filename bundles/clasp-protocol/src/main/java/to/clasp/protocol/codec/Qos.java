package to.clasp.protocol.codec;

/** The quality of service bits of a frame. They are carried, and have no effect (protocol 1.3). */
public enum Qos {
  /** Sent once. */
  FIRE,
  /** Meant to be confirmed. */
  CONFIRM,
  /** Meant to be delivered exactly once. */
  COMMIT,
  /** The fourth bit pattern, which has no meaning yet. */
  RESERVED
}
