package to.clasp.protocol.codec;

import to.clasp.protocol.ErrorMessage;

/** ERROR (0x51): code, text, flags, address, correlation id. */
final class ErrorCodec extends MessageCodec<ErrorMessage> {
  private static final int LARGEST_CODE = 0xFFFF;
  private static final int HAS_ADDRESS = 0x01;
  private static final int HAS_CORRELATION_ID = 0x02;

  ErrorCodec() {
    super("ERROR", 0x51, Qos.FIRE);
  }

  @Override
  String address(ErrorMessage error) {
    return error.address();
  }

  @Override
  int size(ErrorMessage error) {
    return Short.BYTES
        + Sizes.string(error.message(), "message")
        + 1
        + Sizes.optionalString(error.address(), "address")
        + Sizes.optional(error.correlationId(), Integer.BYTES);
  }

  @Override
  void write(ErrorMessage error, Writer out) {
    if (error.code() < 0 || error.code() > LARGEST_CODE) {
      throw Writer.outOfRange("code", error.code(), LARGEST_CODE);
    }
    out.u16(error.code());
    out.string(error.message());
    out.u8(
        (error.address() == null ? 0 : HAS_ADDRESS)
            | (error.correlationId() == null ? 0 : HAS_CORRELATION_ID));
    if (error.address() != null) {
      out.string(error.address());
    }
    if (error.correlationId() != null) {
      out.u32(error.correlationId(), "correlationId");
    }
  }

  @Override
  ErrorMessage read(Reader in) {
    int code = in.u16("code");
    String message = in.string("message");
    int flags = in.u8("flags");
    String address = (flags & HAS_ADDRESS) != 0 ? in.string("address") : null;
    Long correlationId = (flags & HAS_CORRELATION_ID) != 0 ? in.u32("correlationId") : null;
    return new ErrorMessage(code, message, address, correlationId);
  }

  @Override
  ErrorMessage read(LegacyFields fields) {
    return new ErrorMessage(
        (int) fields.unsigned("code", LARGEST_CODE),
        fields.string("message"),
        fields.optionalString("address"),
        fields.optionalUnsigned("correlation_id", LegacyFields.LARGEST_U32));
  }
}
