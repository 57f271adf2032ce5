package to.clasp.protocol.codec;

import to.clasp.protocol.Pong;

/** PONG (0x42): no fields. */
final class PongCodec extends MessageCodec<Pong> {
  PongCodec() {
    super("PONG", 0x42, Qos.FIRE);
  }

  @Override
  int size(Pong pong) {
    return 0;
  }

  @Override
  void write(Pong pong, Writer out) {}

  @Override
  Pong read(Reader in) {
    return Pong.INSTANCE;
  }

  @Override
  Pong read(LegacyFields fields) {
    return Pong.INSTANCE;
  }
}
