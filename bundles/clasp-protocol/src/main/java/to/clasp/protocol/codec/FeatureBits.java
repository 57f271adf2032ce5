package to.clasp.protocol.codec;

import to.clasp.protocol.Features;
import to.clasp.protocol.SignalType;

/** The feature byte of HELLO and WELCOME. Its bits stand in the reverse order of a type mask. */
final class FeatureBits {
  private static final SignalType[] TYPES = SignalType.values();

  private FeatureBits() {}

  static int of(Features features) {
    int bits = 0;
    for (SignalType type : TYPES) {
      bits |= features.contains(type) ? type.featureBit() : 0;
    }
    return bits;
  }

  static Features read(Reader in) {
    int bits = in.u8("features");
    int mask = 0;
    for (SignalType type : TYPES) {
      mask |= (bits & type.featureBit()) != 0 ? type.maskBit() : 0;
    }
    return new Features(mask);
  }
}
