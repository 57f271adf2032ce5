package to.clasp.protocol.codec;

import to.clasp.protocol.Features;
import to.clasp.protocol.Welcome;

/** WELCOME (0x02): version, features, time, session, name, token. */
final class WelcomeCodec extends MessageCodec<Welcome> {
  WelcomeCodec() {
    super("WELCOME", 0x02, Qos.FIRE);
  }

  @Override
  int size(Welcome welcome) {
    return 2
        + Long.BYTES
        + Sizes.string(welcome.session(), "session")
        + Sizes.string(welcome.name(), "name")
        + OptionalText.size(welcome.token(), "token");
  }

  @Override
  void write(Welcome welcome, Writer out) {
    Version.write(welcome.version(), out);
    out.u8(FeatureBits.of(welcome.features()));
    out.u64(welcome.time());
    out.string(welcome.session());
    out.string(welcome.name());
    OptionalText.write(welcome.token(), out);
  }

  @Override
  Welcome read(Reader in) {
    int version = in.u8("version");
    Features features = FeatureBits.read(in);
    long time = in.u64("time");
    String session = in.string("session");
    String name = OptionalText.read(in, "name");
    String token = OptionalText.read(in, "token");
    return new Welcome(version, features, time, session, name == null ? "" : name, token);
  }

  @Override
  Welcome read(LegacyFields fields) {
    return new Welcome(
        (int) fields.unsigned("version", Version.LARGEST),
        LegacyNames.features(fields),
        fields.u64("time"),
        fields.string("session"),
        fields.string("name"),
        OptionalText.read(fields, "token"));
  }
}
