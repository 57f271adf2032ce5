package to.clasp.protocol.codec;

import to.clasp.protocol.Ack;

/** ACK (0x50): flags, address, revision, locked, holder, correlation id. */
final class AckCodec extends MessageCodec<Ack> {
  private static final int HAS_ADDRESS = 0x01;
  private static final int HAS_REVISION = 0x02;
  private static final int HAS_LOCKED = 0x04;
  private static final int HAS_HOLDER = 0x08;
  private static final int HAS_CORRELATION_ID = 0x10;

  AckCodec() {
    super("ACK", 0x50, Qos.FIRE);
  }

  @Override
  String address(Ack ack) {
    return ack.address();
  }

  @Override
  int size(Ack ack) {
    return 1
        + Sizes.optionalString(ack.address(), "address")
        + Sizes.optional(ack.revision(), Long.BYTES)
        + Sizes.optional(ack.locked(), 1)
        + Sizes.optionalString(ack.holder(), "holder")
        + Sizes.optional(ack.correlationId(), Integer.BYTES);
  }

  @Override
  void write(Ack ack, Writer out) {
    out.u8(flags(ack));
    if (ack.address() != null) {
      out.string(ack.address());
    }
    if (ack.revision() != null) {
      out.u64(ack.revision());
    }
    if (ack.locked() != null) {
      out.u8(ack.locked() ? 1 : 0);
    }
    if (ack.holder() != null) {
      out.string(ack.holder());
    }
    if (ack.correlationId() != null) {
      out.u32(ack.correlationId(), "correlationId");
    }
  }

  private static int flags(Ack ack) {
    return (ack.address() == null ? 0 : HAS_ADDRESS)
        | (ack.revision() == null ? 0 : HAS_REVISION)
        | (ack.locked() == null ? 0 : HAS_LOCKED)
        | (ack.holder() == null ? 0 : HAS_HOLDER)
        | (ack.correlationId() == null ? 0 : HAS_CORRELATION_ID);
  }

  @Override
  Ack read(Reader in) {
    int flags = in.u8("flags");
    String address = (flags & HAS_ADDRESS) != 0 ? in.string("address") : null;
    Long revision = (flags & HAS_REVISION) != 0 ? in.u64("revision") : null;
    Boolean locked = (flags & HAS_LOCKED) != 0 ? in.u8("locked") != 0 : null;
    String holder = (flags & HAS_HOLDER) != 0 ? in.string("holder") : null;
    Long correlationId = (flags & HAS_CORRELATION_ID) != 0 ? in.u32("correlationId") : null;
    return new Ack(address, revision, locked, holder, correlationId);
  }

  @Override
  Ack read(LegacyFields fields) {
    return new Ack(
        fields.optionalString("address"),
        fields.optionalU64("revision"),
        fields.optionalBool("locked"),
        fields.optionalString("holder"),
        fields.optionalUnsigned("correlation_id", LegacyFields.LARGEST_U32));
  }
}
