package to.clasp.router.internal.fanout;

import to.clasp.protocol.Message;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.Value;
import to.clasp.protocol.codec.FrameCodec;

/** Estimates the memory that a recorded message keeps, in bytes. */
final class Weight {
  /** The objects around a value: message, frame, and the two strings' headers. */
  private static final int OBJECTS = 200;

  private static final int TRACK = 250;

  private Weight() {}

  static int of(Outgoing message) {
    int address = message.address().length();
    return OBJECTS + 2 * (address + sizeOf(message.message()));
  }

  static int ofTrack(String address) {
    return TRACK + address.length();
  }

  /** Measured only where it is not plain to see, because every SET comes by here. */
  private static int sizeOf(Message message) {
    Value value =
        message instanceof Set set
            ? set.value()
            : message instanceof Publish publish && publish.samples() == null
                ? publish.value()
                : null;
    if (value instanceof Value.Float || value instanceof Value.Int || value instanceof Value.Bool) {
      return 24;
    }
    if (value instanceof Value.Text text) {
      return 24 + text.value().length();
    }
    // A list or map of small values takes several times its encoded size.
    return 4 * FrameCodec.payloadSize(message);
  }
}
