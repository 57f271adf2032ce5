package to.clasp.osc.internal.stream;

import java.util.Arrays;
import java.util.Locale;
import to.clasp.osc.internal.codec.OscException;

/** Which way packets follow each other in a stream. */
public enum StreamFraming implements StreamStart {
  /** Told by the first byte of the peer. */
  AUTO,
  /** A size of 32 bits first, OSC 1.0. */
  LENGTH,
  /** SLIP with END on both sides, OSC 1.1. */
  SLIP;

  /**
   * The framing of a name.
   *
   * @param name in lower case
   * @return the framing
   * @throws IllegalArgumentException if there is none
   */
  public static StreamFraming of(String name) {
    return Arrays.stream(values())
        .filter(framing -> framing.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "framing = '" + name + "' must be auto, length or slip"));
  }

  /** Only {@link #AUTO} looks at the first byte. */
  @Override
  public PacketStream begin(byte first, int largest) {
    return switch (this) {
      case LENGTH -> new LengthStream(largest);
      case SLIP -> new SlipStream(largest);
      case AUTO -> detect(first).begin(first, largest);
    };
  }

  /** A size below 16 MB begins with 0; SLIP with END, or with the packet itself. */
  private static StreamFraming detect(byte first) {
    if (first == 0) {
      return LENGTH;
    }
    if (first == SlipStream.END || first == '/' || first == '#') {
      return SLIP;
    }
    throw new OscException("a stream that begins with " + (first & 0xFF));
  }
}
