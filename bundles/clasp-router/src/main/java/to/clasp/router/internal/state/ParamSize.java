package to.clasp.router.internal.state;

import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Set;
import to.clasp.protocol.Value;
import to.clasp.protocol.codec.FrameCodec;

/** How large a param may be: what is stored must fit a frame in whatever message tells it. */
public final class ParamSize {

  /** A SET up to this size still fits a frame as a snapshot entry with revision and writer. */
  private static final int MAX_PAYLOAD = 65_478;

  private ParamSize() {}

  /**
   * Checks a SET as it would be without revision and time to live.
   *
   * @param value what is to be stored in place of its value
   * @return its size in bytes
   * @throws ProtocolException if it is too large
   */
  public static int check(Set set, Value value) {
    int size = sizeOf(new Set(set.address(), value, null, set.lock(), set.unlock(), null));
    if (size > MAX_PAYLOAD) {
      throw new ProtocolException(
          ErrorCode.INVALID_VALUE,
          "the SET takes " + size + " bytes, at most " + MAX_PAYLOAD + " can be kept",
          set.address());
    }
    return size;
  }

  private static int sizeOf(Set plain) {
    try {
      return FrameCodec.payloadSize(plain);
    } catch (ProtocolException e) {
      throw new ProtocolException(e.code(), e.getMessage(), plain.address());
    }
  }
}
