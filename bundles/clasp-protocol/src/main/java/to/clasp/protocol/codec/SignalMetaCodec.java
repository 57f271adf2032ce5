package to.clasp.protocol.codec;

import to.clasp.protocol.SignalMeta;
import to.clasp.protocol.Value;

/** The meta of a signal inside ANNOUNCE. */
final class SignalMetaCodec {
  private static final int HAS_UNIT = 0x01;
  private static final int HAS_RANGE = 0x02;
  private static final int HAS_DEFAULT = 0x04;
  private static final int HAS_DESCRIPTION = 0x08;

  private SignalMetaCodec() {}

  /** The size; nothing if there is no meta. */
  static int size(SignalMeta meta) {
    if (meta == null) {
      return 0;
    }
    return 1
        + Sizes.optionalString(meta.unit(), "unit")
        + Sizes.optional(meta.range(), 2 * Double.BYTES)
        + (meta.defaultValue() == null ? 0 : ValueCodec.size(meta.defaultValue()))
        + Sizes.optionalString(meta.description(), "description");
  }

  static void write(SignalMeta meta, Writer out) {
    if (meta == null) {
      return;
    }
    out.u8(
        (meta.unit() == null ? 0 : HAS_UNIT)
            | (meta.range() == null ? 0 : HAS_RANGE)
            | (meta.defaultValue() == null ? 0 : HAS_DEFAULT)
            | (meta.description() == null ? 0 : HAS_DESCRIPTION));
    if (meta.unit() != null) {
      out.string(meta.unit());
    }
    if (meta.range() != null) {
      out.f64(meta.range().min());
      out.f64(meta.range().max());
    }
    if (meta.defaultValue() != null) {
      ValueCodec.write(meta.defaultValue(), out);
    }
    if (meta.description() != null) {
      out.string(meta.description());
    }
  }

  static SignalMeta read(Reader in) {
    int flags = in.u8("meta flags");
    String unit = (flags & HAS_UNIT) != 0 ? in.string("unit") : null;
    SignalMeta.Range range = (flags & HAS_RANGE) != 0 ? readRange(in) : null;
    Value defaultValue = (flags & HAS_DEFAULT) != 0 ? ValueCodec.read(in, "default") : null;
    String description = (flags & HAS_DESCRIPTION) != 0 ? in.string("description") : null;
    return new SignalMeta(unit, range, defaultValue, description);
  }

  private static SignalMeta.Range readRange(Reader in) {
    double min = in.f64("range");
    return new SignalMeta.Range(min, in.f64("range"));
  }

  static SignalMeta read(LegacyFields fields) {
    double[] range = fields.optionalNumbers("range");
    if (range != null && range.length != 2) {
      throw fields.error("range", "is not a list of two numbers");
    }
    return new SignalMeta(
        fields.optionalString("unit"),
        range == null ? null : new SignalMeta.Range(range[0], range[1]),
        fields.optionalValue("default"),
        fields.optionalString("description"));
  }
}
