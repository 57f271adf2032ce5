package to.clasp.p2p.internal.wire;

/** What a packet between peers of our kind is. Its number on the wire is its position, from 1. */
public enum Kind {
  /** A part of a reliable message, or all of it. */
  DATA,
  /** Several whole reliable messages. */
  BATCH,
  /** All reliable packets before this number have arrived. */
  ACK,
  /** The receiver does not know the stream that the packet belonged to. */
  UNKNOWN_STREAM,
  /** A part of an unreliable message, or all of it. */
  DATAGRAM,
  /** Several whole unreliable messages. */
  DATAGRAM_BATCH;

  private static final Kind[] ALL = values();

  int code() {
    return ordinal() + 1;
  }

  static Kind of(int code) {
    return code >= 1 && code <= ALL.length ? ALL[code - 1] : null;
  }
}
