package to.clasp.protocol.codec;

import java.util.List;
import to.clasp.protocol.Bundle;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.Message;
import to.clasp.protocol.ProtocolException;

/** BUNDLE (0x30): flags, count, time, messages without frame header. */
final class BundleCodec extends MessageCodec<Bundle> {
  /** How many bundles may stand inside each other. */
  private static final int MAX_DEPTH = 2;

  /** Length, type. */
  private static final int SMALLEST_MESSAGE = 3;

  private static final int HAS_TIMESTAMP = 0x80;

  BundleCodec() {
    super("BUNDLE", 0x30, Qos.COMMIT);
  }

  @Override
  int size(Bundle bundle) {
    return size(bundle, MAX_DEPTH - 1);
  }

  private static int size(Bundle bundle, int depthLeft) {
    if (depthLeft < 0) {
      throw new ProtocolException(
          ErrorCode.INVALID_VALUE, "bundles are nested deeper than " + MAX_DEPTH);
    }
    Sizes.requireCount(bundle.messages(), "bundle");
    int size = 1 + Short.BYTES + Sizes.optional(bundle.timestamp(), Long.BYTES);
    for (Message message : bundle.messages()) {
      int inner =
          message instanceof Bundle nested ? size(nested, depthLeft - 1) : Codecs.size(message);
      size = Sizes.within(size + Short.BYTES + 1 + inner);
    }
    return size;
  }

  @Override
  void write(Bundle bundle, Writer out) {
    out.u8(bundle.timestamp() == null ? 0 : HAS_TIMESTAMP);
    out.u16(bundle.messages().size());
    if (bundle.timestamp() != null) {
      out.u64(bundle.timestamp());
    }
    for (Message message : bundle.messages()) {
      int length = out.skip(Short.BYTES);
      Codecs.write(message, out);
      out.u16At(length, out.position() - length - Short.BYTES);
    }
  }

  @Override
  Bundle read(Reader in) {
    if (in.enterBundle() > MAX_DEPTH) {
      throw in.error("messages", "hold bundles nested deeper than " + MAX_DEPTH);
    }
    int flags = in.u8("flags");
    int count = in.u16("messages");
    Long timestamp = (flags & HAS_TIMESTAMP) != 0 ? in.u64("timestamp") : null;
    in.requireCount(count, SMALLEST_MESSAGE, "messages");
    Message[] messages = new Message[count];
    for (int i = 0; i < count; i++) {
      int outer = in.enter(in.u16("message length"), "message");
      messages[i] = Codecs.read(in);
      in.leave(outer);
      in.message(name());
    }
    in.leaveBundle();
    return new Bundle(timestamp, List.of(messages));
  }

  @Override
  Bundle read(LegacyFields fields) {
    return read(fields, MAX_DEPTH - 1);
  }

  private Bundle read(LegacyFields fields, int depthLeft) {
    if (depthLeft < 0) {
      throw fields.error("messages", "hold bundles nested deeper than " + MAX_DEPTH);
    }
    fields.require("messages");
    Long timestamp = fields.optionalU64("timestamp");
    return new Bundle(timestamp, fields.list("messages", inner -> readInner(inner, depthLeft - 1)));
  }

  private Message readInner(LegacyFields fields, int depthLeft) {
    fields.message(name());
    return fields.string("type").equals(name()) ? read(fields, depthLeft) : Codecs.read(fields);
  }
}
