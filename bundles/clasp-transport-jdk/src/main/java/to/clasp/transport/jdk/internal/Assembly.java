package to.clasp.transport.jdk.internal;

import java.util.Arrays;

/** The pieces of a message that have arrived so far, in an array that grows with them. */
final class Assembly {
  private static final byte[] EMPTY = {};

  private final int most;
  private byte[] bytes = EMPTY;
  private int length;

  Assembly(int most) {
    this.most = most;
  }

  /**
   * Adds a piece.
   *
   * @return false if the message is longer than it may be; then it is dropped
   */
  boolean add(byte[] piece) {
    if (piece.length > most - length) {
      clear();
      return false;
    }
    if (length == 0) {
      bytes = piece;
    } else {
      if (length + piece.length > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(length + piece.length, 2 * bytes.length));
      }
      System.arraycopy(piece, 0, bytes, length, piece.length);
    }
    length += piece.length;
    return true;
  }

  /** Holds the message from its beginning. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  void clear() {
    bytes = EMPTY;
    length = 0;
  }
}
