package to.clasp.protocol.codec;

import to.clasp.protocol.Ping;

/** PING (0x41): no fields. */
final class PingCodec extends MessageCodec<Ping> {
  PingCodec() {
    super("PING", 0x41, Qos.FIRE);
  }

  @Override
  int size(Ping ping) {
    return 0;
  }

  @Override
  void write(Ping ping, Writer out) {}

  @Override
  Ping read(Reader in) {
    return Ping.INSTANCE;
  }

  @Override
  Ping read(LegacyFields fields) {
    return Ping.INSTANCE;
  }
}
