package to.clasp.protocol.codec;

import to.clasp.protocol.Features;
import to.clasp.protocol.Hello;

/** HELLO (0x01): version, features, name, token. */
final class HelloCodec extends MessageCodec<Hello> {
  HelloCodec() {
    super("HELLO", 0x01, Qos.FIRE);
  }

  @Override
  int size(Hello hello) {
    return 2 + Sizes.string(hello.name(), "name") + OptionalText.size(hello.token(), "token");
  }

  @Override
  void write(Hello hello, Writer out) {
    Version.write(hello.version(), out);
    out.u8(FeatureBits.of(hello.features()));
    out.string(hello.name());
    OptionalText.write(hello.token(), out);
  }

  @Override
  Hello read(Reader in) {
    int version = in.u8("version");
    Features features = FeatureBits.read(in);
    return new Hello(version, features, in.string("name"), OptionalText.read(in, "token"));
  }

  @Override
  Hello read(LegacyFields fields) {
    int version = (int) fields.unsigned("version", Version.LARGEST);
    return new Hello(
        version,
        LegacyNames.features(fields),
        fields.string("name"),
        OptionalText.read(fields, "token"));
  }
}
