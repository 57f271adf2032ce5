package to.clasp.protocol.codec;

import to.clasp.protocol.Features;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;

/** SUBSCRIBE (0x10): id, pattern, type mask, options. */
final class SubscribeCodec extends MessageCodec<Subscribe> {
  private static final int NO_FILTER = 0xFF;
  private static final int HAS_MAX_RATE = 0x01;
  private static final int HAS_EPSILON = 0x02;
  private static final int HAS_HISTORY = 0x04;
  private static final int HAS_WINDOW = 0x08;

  SubscribeCodec() {
    super("SUBSCRIBE", 0x10, Qos.CONFIRM);
  }

  @Override
  String address(Subscribe subscribe) {
    return subscribe.pattern();
  }

  @Override
  int size(Subscribe subscribe) {
    SubscribeOptions options = subscribe.options();
    return Integer.BYTES
        + Sizes.string(subscribe.pattern(), "pattern")
        + 2
        + Sizes.optional(options.maxRate(), Integer.BYTES)
        + Sizes.optional(options.epsilon(), Double.BYTES)
        + Sizes.optional(options.history(), Integer.BYTES)
        + Sizes.optional(options.window(), Integer.BYTES);
  }

  @Override
  void write(Subscribe subscribe, Writer out) {
    out.u32(subscribe.id(), "id");
    out.string(subscribe.pattern());
    out.u8(subscribe.types().isEmpty() ? NO_FILTER : subscribe.types().mask());
    writeOptions(subscribe.options(), out);
  }

  private static void writeOptions(SubscribeOptions options, Writer out) {
    out.u8(
        (options.maxRate() == null ? 0 : HAS_MAX_RATE)
            | (options.epsilon() == null ? 0 : HAS_EPSILON)
            | (options.history() == null ? 0 : HAS_HISTORY)
            | (options.window() == null ? 0 : HAS_WINDOW));
    if (options.maxRate() != null) {
      out.u32(options.maxRate(), "maxRate");
    }
    if (options.epsilon() != null) {
      out.f64(options.epsilon());
    }
    if (options.history() != null) {
      out.u32(options.history(), "history");
    }
    if (options.window() != null) {
      out.u32(options.window(), "window");
    }
  }

  @Override
  Subscribe read(Reader in) {
    long id = in.u32("id");
    String pattern = in.string("pattern");
    int mask = in.u8("type mask");
    Features types = mask == NO_FILTER ? Features.NONE : new Features(mask);
    return new Subscribe(id, pattern, types, readOptions(in));
  }

  private static SubscribeOptions readOptions(Reader in) {
    int flags = in.u8("option flags");
    if (flags == 0) {
      return SubscribeOptions.NONE;
    }
    Long maxRate = (flags & HAS_MAX_RATE) != 0 ? in.u32("maxRate") : null;
    Double epsilon = (flags & HAS_EPSILON) != 0 ? in.f64("epsilon") : null;
    Long history = (flags & HAS_HISTORY) != 0 ? in.u32("history") : null;
    Long window = (flags & HAS_WINDOW) != 0 ? in.u32("window") : null;
    return new SubscribeOptions(maxRate, epsilon, history, window);
  }

  @Override
  Subscribe read(LegacyFields fields) {
    long id = fields.unsigned("id", LegacyFields.LARGEST_U32);
    String pattern = fields.string("pattern");
    Features types = LegacyNames.types(fields);
    LegacyFields options = fields.optionalMap("options");
    return new Subscribe(
        id, pattern, types, options == null ? SubscribeOptions.NONE : readOptions(options));
  }

  private static SubscribeOptions readOptions(LegacyFields options) {
    return new SubscribeOptions(
        options.optionalUnsigned("max_rate", LegacyFields.LARGEST_U32),
        options.optionalNumber("epsilon"),
        options.optionalUnsigned("history", LegacyFields.LARGEST_U32),
        options.optionalUnsigned("window", LegacyFields.LARGEST_U32));
  }
}
