package to.clasp.protocol.codec;

import to.clasp.protocol.Set;
import to.clasp.protocol.Ttl;
import to.clasp.protocol.Value;

/** SET (0x21): flags with the type of the value, address, value, revision, time to live. */
final class SetCodec extends MessageCodec<Set> {
  private static final int HAS_REVISION = 0x80;
  private static final int LOCK = 0x40;
  private static final int UNLOCK = 0x20;
  private static final int HAS_TTL = 0x10;
  private static final int VALUE_TYPE = 0x0F;

  SetCodec() {
    super("SET", 0x21, Qos.CONFIRM);
  }

  @Override
  String address(Set set) {
    return set.address();
  }

  @Override
  int size(Set set) {
    return 1
        + Sizes.string(set.address(), "address")
        + ValueCodec.dataSize(set.value())
        + Sizes.optional(set.revision(), Long.BYTES)
        + Sizes.optional(set.ttl(), Integer.BYTES);
  }

  @Override
  void write(Set set, Writer out) {
    out.u8(
        ValueCodec.type(set.value())
            | (set.revision() == null ? 0 : HAS_REVISION)
            | (set.lock() ? LOCK : 0)
            | (set.unlock() ? UNLOCK : 0)
            | (set.ttl() == null ? 0 : HAS_TTL));
    out.string(set.address());
    ValueCodec.writeData(set.value(), out);
    if (set.revision() != null) {
      out.u64(set.revision());
    }
    if (set.ttl() != null) {
      TtlCodec.write(set.ttl(), out);
    }
  }

  @Override
  Set read(Reader in) {
    int flags = in.u8("flags");
    String address = in.address("address");
    Value value = ValueCodec.readData(flags & VALUE_TYPE, in, "value");
    Long revision = (flags & HAS_REVISION) != 0 ? in.u64("revision") : null;
    Ttl ttl = (flags & HAS_TTL) != 0 ? TtlCodec.read(in) : null;
    return new Set(address, value, revision, (flags & LOCK) != 0, (flags & UNLOCK) != 0, ttl);
  }

  @Override
  Set read(LegacyFields fields) {
    return new Set(
        fields.string("address"),
        fields.value("value"),
        fields.optionalU64("revision"),
        fields.flag("lock"),
        fields.flag("unlock"),
        TtlCodec.read(fields));
  }
}
