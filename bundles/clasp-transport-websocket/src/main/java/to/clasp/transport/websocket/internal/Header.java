package to.clasp.transport.websocket.internal;

import to.clasp.transport.CloseReason;

/** The header of one WebSocket frame (RFC 6455, 5.2), read in place. Reused from frame to frame. */
final class Header {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final int FIN = 0x80;
  private static final int RESERVED = 0x70;
  private static final int MASKED = 0x80;
  private static final int CONTROL = 0x08;
  private static final int LARGEST_CONTROL = 125;

  private final boolean masked;
  private boolean last;
  private int opcode;
  private int length;
  private int payload;
  private int mask;

  /** Of frames that must be masked, or must not be. */
  Header(boolean masked) {
    this.masked = masked;
  }

  /**
   * Reads as much as is there.
   *
   * @param limit the largest payload accepted, except of control frames
   * @return how many bytes are missing, at least, until the frame is complete; 0 if it is
   */
  int read(byte[] bytes, int at, int available, int limit) throws Violation {
    if (available < 2) {
      return 2 - available;
    }
    checkFirst(bytes[at], bytes[at + 1]);
    int size = bytes[at + 1] & 0x7F;
    int extended = size < 126 ? 0 : size == 126 ? 2 : 8;
    length = 2 + extended + (masked ? 4 : 0);
    if (available < length) {
      return length - available;
    }
    long declared = extended == 0 ? size : number(bytes, at + 2, extended);
    if (!isControl() && (declared < 0 || declared > limit)) {
      throw new Violation(
          CloseReason.TOO_LARGE,
          "a message of " + Long.toUnsignedString(declared) + " bytes or more is over the limit");
    }
    payload = (int) declared;
    mask = masked ? (int) number(bytes, at + length - 4, 4) : 0;
    return Math.max(0, length + payload - available);
  }

  private void checkFirst(byte first, byte second) throws Violation {
    last = (first & FIN) != 0;
    opcode = first & 0x0F;
    if ((first & RESERVED) != 0) {
      throw Violation.protocol("reserved bits are set, but no extension is in use");
    }
    if ((opcode & ~CONTROL) > BINARY) {
      throw Violation.protocol("opcode " + opcode + " has no meaning");
    }
    if (isControl() && (!last || (second & 0x7F) > LARGEST_CONTROL)) {
      throw Violation.protocol("a control frame is fragmented or larger than 125 bytes");
    }
    if (((second & MASKED) != 0) != masked) {
      throw Violation.protocol(masked ? "a frame is not masked" : "a frame is masked");
    }
  }

  private static long number(byte[] bytes, int at, int size) {
    long number = 0;
    for (int i = 0; i < size; i++) {
      number = number << 8 | bytes[at + i] & 0xFF;
    }
    return number;
  }

  boolean isControl() {
    return (opcode & CONTROL) != 0;
  }

  boolean isLast() {
    return last;
  }

  int opcode() {
    return opcode;
  }

  /** Size of the header itself. */
  int length() {
    return length;
  }

  /** Size of the payload. */
  int payload() {
    return payload;
  }

  /** The masking key, first byte highest; 0 has no effect. */
  int mask() {
    return mask;
  }
}
