package to.clasp.protocol.codec;

import to.clasp.protocol.Ttl;

/** The time to live of a SET: seconds in 31 bits, and one bit for what they count from. */
final class TtlCodec {
  private static final int ABSOLUTE = 0x8000_0000;
  private static final int SECONDS = 0x7FFF_FFFF;

  private TtlCodec() {}

  static void write(Ttl ttl, Writer out) {
    out.i32(ttl.seconds() | (ttl.kind() == Ttl.Kind.ABSOLUTE ? ABSOLUTE : 0));
  }

  static Ttl read(Reader in) {
    int bits = in.i32("ttl");
    if (bits == 0) {
      return Ttl.NEVER;
    }
    return new Ttl(bits < 0 ? Ttl.Kind.ABSOLUTE : Ttl.Kind.SLIDING, bits & SECONDS);
  }

  static Ttl read(LegacyFields fields) {
    if (fields.isString("ttl")) {
      if (fields.string("ttl").equals("Never")) {
        return Ttl.NEVER;
      }
      throw fields.error("ttl", "has an unknown name");
    }
    LegacyFields ttl = fields.optionalMap("ttl");
    if (ttl == null) {
      return null;
    }
    Long sliding = ttl.optionalUnsigned("Sliding", LegacyFields.LARGEST_U32);
    if (sliding != null) {
      return new Ttl(Ttl.Kind.SLIDING, (int) (sliding & SECONDS));
    }
    return new Ttl(
        Ttl.Kind.ABSOLUTE, (int) (ttl.unsigned("Absolute", LegacyFields.LARGEST_U32) & SECONDS));
  }
}
