package to.clasp.protocol.codec;

import to.clasp.protocol.Get;

/** GET (0x22): address. */
final class GetCodec extends MessageCodec<Get> {
  GetCodec() {
    super("GET", 0x22, Qos.FIRE);
  }

  @Override
  String address(Get get) {
    return get.address();
  }

  @Override
  int size(Get get) {
    return Sizes.string(get.address(), "address");
  }

  @Override
  void write(Get get, Writer out) {
    out.string(get.address());
  }

  @Override
  Get read(Reader in) {
    return new Get(in.string("address"));
  }

  @Override
  Get read(LegacyFields fields) {
    return new Get(fields.string("address"));
  }
}
