package to.clasp.protocol.codec;

import to.clasp.protocol.Signal;
import to.clasp.protocol.SignalMeta;
import to.clasp.protocol.SignalType;

/** The description of a signal inside ANNOUNCE and RESULT. */
final class SignalCodec {
  /** The fewest bytes a description takes: empty address, type, flags. */
  static final int SMALLEST = 4;

  private static final int HAS_DATATYPE = 0x01;
  private static final int HAS_ACCESS = 0x02;
  private static final int HAS_META = 0x04;

  private SignalCodec() {}

  /** The size without meta. */
  static int size(Signal signal) {
    return Sizes.string(signal.address(), "address")
        + 2
        + Sizes.optionalString(signal.datatype(), "datatype")
        + Sizes.optionalString(signal.access(), "access");
  }

  /** Writes all but the meta, which the caller adds if it has said so. */
  static void write(Signal signal, boolean metaFollows, Writer out) {
    out.string(signal.address());
    out.u8(signal.type().code());
    int datatype = signal.datatype() == null ? 0 : HAS_DATATYPE;
    int access = signal.access() == null ? 0 : HAS_ACCESS;
    out.u8(datatype | access | (metaFollows ? HAS_META : 0));
    if (datatype != 0) {
      out.string(signal.datatype());
    }
    if (access != 0) {
      out.string(signal.access());
    }
  }

  /**
   * Reads a description.
   *
   * @param metaKnown whether the message can carry meta at all
   */
  static Signal read(Reader in, boolean metaKnown) {
    String address = in.string("address");
    SignalType type = SignalType.ofCode(in.u8("signal type"));
    int flags = in.u8("signal flags");
    String datatype = (flags & HAS_DATATYPE) != 0 ? in.string("datatype") : null;
    String access = (flags & HAS_ACCESS) != 0 ? in.string("access") : null;
    SignalMeta meta = metaKnown && (flags & HAS_META) != 0 ? SignalMetaCodec.read(in) : null;
    return new Signal(address, type, datatype, access, meta);
  }

  static Signal read(LegacyFields fields) {
    String address = fields.string("address");
    fields.require("type");
    SignalType type = LegacyNames.signalType(fields, "type");
    if (type == null) {
      throw fields.error("type", "is nil");
    }
    LegacyFields meta = fields.optionalMap("meta");
    return new Signal(
        address,
        type,
        fields.optionalString("datatype"),
        fields.optionalString("access"),
        meta == null ? null : SignalMetaCodec.read(meta));
  }
}
