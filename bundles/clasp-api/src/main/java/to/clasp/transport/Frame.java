package to.clasp.transport;

import static java.util.Objects.requireNonNull;

/**
 * One CLASP frame, header included (protocol part 1), ready to be sent. A frame is immutable and
 * may be shared by thousands of connections.
 */
public final class Frame {
  private final byte[] bytes;

  private Frame(byte[] bytes) {
    this.bytes = requireNonNull(bytes, "bytes");
  }

  /**
   * Makes a frame of bytes that nobody will change any more.
   *
   * @param bytes the encoded frame; ownership passes to the frame, which makes no copy
   * @return the frame
   * @throws IllegalArgumentException if there are more than {@link Limits#LARGEST_FRAME}, so that
   *     nothing that no peer accepts ever reaches a connection
   */
  public static Frame wrap(byte[] bytes) {
    if (bytes.length > Limits.LARGEST_FRAME) {
      throw new IllegalArgumentException(
          "a frame of " + bytes.length + " bytes exceeds the limit of " + Limits.LARGEST_FRAME);
    }
    return new Frame(bytes);
  }

  /**
   * The encoded frame, without a copy, for a transport to read.
   *
   * @return the bytes; never to be changed
   */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * The size of the frame.
   *
   * @return number of bytes, header included
   */
  public int length() {
    return bytes.length;
  }
}
