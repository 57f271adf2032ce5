package to.clasp.protocol.codec;

/** The protocol version in HELLO and WELCOME. */
final class Version {
  static final int LARGEST = 0xFF;

  private Version() {}

  static void write(int version, Writer out) {
    if (version < 0 || version > LARGEST) {
      throw Writer.outOfRange("version", version, LARGEST);
    }
    out.u8(version);
  }
}
