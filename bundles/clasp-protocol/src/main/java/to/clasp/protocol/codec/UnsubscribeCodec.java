package to.clasp.protocol.codec;

import to.clasp.protocol.Unsubscribe;

/** UNSUBSCRIBE (0x11): id. */
final class UnsubscribeCodec extends MessageCodec<Unsubscribe> {
  UnsubscribeCodec() {
    super("UNSUBSCRIBE", 0x11, Qos.CONFIRM);
  }

  @Override
  int size(Unsubscribe unsubscribe) {
    return Integer.BYTES;
  }

  @Override
  void write(Unsubscribe unsubscribe, Writer out) {
    out.u32(unsubscribe.id(), "id");
  }

  @Override
  Unsubscribe read(Reader in) {
    return new Unsubscribe(in.u32("id"));
  }

  @Override
  Unsubscribe read(LegacyFields fields) {
    return new Unsubscribe(fields.unsigned("id", LegacyFields.LARGEST_U32));
  }
}
