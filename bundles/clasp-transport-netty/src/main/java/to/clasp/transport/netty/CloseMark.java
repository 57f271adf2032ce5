package to.clasp.transport.netty;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import to.clasp.transport.CloseReason;

/**
 * How a transport without close codes of its own tells why it closes: five bytes that are no frame,
 * four zeros and the number of the reason. A peer that does not know them sees an empty message.
 */
public final class CloseMark {
  /** The size of a mark. */
  public static final int BYTES = 5;

  private CloseMark() {}

  /**
   * Appends the mark of a reason.
   *
   * @param why the reason
   * @param out where to append it
   */
  public static void write(CloseReason why, ByteBuf out) {
    out.writeInt(0).writeByte(number(why));
  }

  /**
   * The numbers are on the wire: they never change.
   *
   * @param why the reason
   * @return its number, 1 to 255
   */
  private static int number(CloseReason why) {
    return switch (why) {
      case NORMAL -> 1;
      case GOING_AWAY -> 2;
      case PROTOCOL_ERROR -> 3;
      case UNSUPPORTED_DATA -> 4;
      case POLICY -> 5;
      case TOO_LARGE -> 6;
      case INTERNAL_ERROR -> 7;
      case OVERLOADED -> 8;
      case IDLE -> 9;
    };
  }

  /**
   * Finds the reason to a number.
   *
   * @param number the last byte of a mark
   * @return the reason, or null if the number has no meaning
   */
  public static CloseReason reason(int number) {
    for (CloseReason why : CloseReason.values()) {
      if (number(why) == number) {
        return why;
      }
    }
    return null;
  }

  /**
   * What a close of the peer is reported as.
   *
   * @param why the reason that it told
   * @return null for a normal close, else a failure whose text contains that of the reason
   */
  public static IOException cause(CloseReason why) {
    return why == CloseReason.NORMAL ? null : new IOException("closed by the peer: " + why.text());
  }
}
