package to.clasp.p2p.internal.wire;

/** Bytes of a peer that are no packet. */
public final class MalformedPacketException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedPacketException(String message) {
    super(message, null, false, false);
  }
}
