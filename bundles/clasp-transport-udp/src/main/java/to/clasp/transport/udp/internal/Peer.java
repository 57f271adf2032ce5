package to.clasp.transport.udp.internal;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.transport.Frame;

/** What a port knows of the peer of a connection. */
final class Peer {
  private static final long BELATED = TimeUnit.SECONDS.toNanos(2);
  private static final long TELLING = TimeUnit.SECONDS.toNanos(10);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final UdpConnection connection;
  private final long opened = System.nanoTime();
  private long secondBegan = opened;
  private int inSecond;
  private int received;
  private int firstFrame;
  private int unsent;
  private long nextTold = opened;

  Peer(UdpConnection connection) {
    this.connection = connection;
  }

  UdpConnection connection() {
    return connection;
  }

  /** Counts a datagram; false if it is one too many in this second. */
  boolean admits(int mostInSecond) {
    long now = System.nanoTime();
    if (now - secondBegan >= SECOND) {
      secondBegan = now;
      inSecond = 0;
    }
    return inSecond++ < mostInSecond;
  }

  boolean hasSpoken() {
    return received > 0;
  }

  void receive(byte[] datagram, int length) {
    if (received++ == 0) {
      firstFrame = hash(datagram, length);
    }
    connection.receive(datagram, length);
  }

  /** Whether the network has made a second HELLO of the first one, and was slow with it. */
  boolean isBelatedCopy(byte[] hello) {
    return received > 1
        && System.nanoTime() - opened < BELATED
        && firstFrame == hash(hello, hello.length);
  }

  /** Tells the client, at most once in ten seconds, what it did not get. */
  void tellUnsent(int messages) {
    unsent += messages;
    long now = System.nanoTime();
    if (now - nextTold < 0) {
      return;
    }
    nextTold = now + TELLING;
    String text = unsent + " too large for UDP, at most " + Wire.LARGEST_SENT + " bytes are sent";
    unsent = 0;
    connection.write(
        Frame.wrap(
            FrameCodec.encode(new ErrorMessage(ErrorCode.OVERFLOW.code(), text, null, null))));
  }

  private static int hash(byte[] datagram, int length) {
    return Arrays.hashCode(Arrays.copyOf(datagram, length));
  }
}
