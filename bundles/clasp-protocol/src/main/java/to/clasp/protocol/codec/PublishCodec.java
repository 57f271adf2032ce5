package to.clasp.protocol.codec;

import to.clasp.protocol.Phase;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Samples;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Value;

/** PUBLISH (0x20): flags with signal and phase, address, value or samples, time, id, rate. */
final class PublishCodec extends MessageCodec<Publish> {
  private static final int SIGNAL_SHIFT = 5;
  private static final int HAS_TIMESTAMP = 0x10;
  private static final int HAS_ID = 0x08;
  private static final int PHASE = 0x07;

  private static final int NOTHING = 0;
  private static final int VALUE = 1;
  private static final int SAMPLES = 2;

  PublishCodec() {
    super("PUBLISH", 0x20, Qos.FIRE);
  }

  @Override
  Qos qos(Publish publish) {
    if (publish.signal() == null) {
      return Qos.FIRE;
    }
    return switch (publish.signal()) {
      case PARAM, EVENT -> Qos.CONFIRM;
      case STREAM, GESTURE -> Qos.FIRE;
      case TIMELINE -> Qos.COMMIT;
    };
  }

  @Override
  String address(Publish publish) {
    return publish.address();
  }

  @Override
  int size(Publish publish) {
    return 2
        + Sizes.string(publish.address(), "address")
        + contentSize(publish)
        + Sizes.optional(publish.timestamp(), Long.BYTES)
        + Sizes.optional(publish.id(), Integer.BYTES)
        + Sizes.optional(publish.rate(), Integer.BYTES);
  }

  private static int contentSize(Publish publish) {
    if (publish.value() != null) {
      return ValueCodec.size(publish.value());
    } else if (publish.samples() != null) {
      Sizes.requireCount(publish.samples().size(), "samples");
      return Short.BYTES + publish.samples().size() * Double.BYTES;
    }
    return 0;
  }

  @Override
  void write(Publish publish, Writer out) {
    out.u8(flags(publish));
    out.string(publish.address());
    writeContent(publish, out);
    if (publish.timestamp() != null) {
      out.u64(publish.timestamp());
    }
    if (publish.id() != null) {
      out.u32(publish.id(), "id");
    }
    if (publish.rate() != null) {
      out.u32(publish.rate(), "rate");
    }
  }

  private static int flags(Publish publish) {
    SignalType signal = publish.signal() == null ? SignalType.EVENT : publish.signal();
    Phase phase = publish.phase() == null ? Phase.START : publish.phase();
    return signal.code() << SIGNAL_SHIFT
        | (publish.timestamp() == null ? 0 : HAS_TIMESTAMP)
        | (publish.id() == null ? 0 : HAS_ID)
        | phase.code();
  }

  private static void writeContent(Publish publish, Writer out) {
    if (publish.value() != null) {
      out.u8(VALUE);
      ValueCodec.write(publish.value(), out);
    } else if (publish.samples() != null) {
      out.u8(SAMPLES);
      writeSamples(publish.samples(), out);
    } else {
      out.u8(NOTHING);
    }
  }

  private static void writeSamples(Samples samples, Writer out) {
    out.u16(samples.size());
    for (int i = 0; i < samples.size(); i++) {
      out.f64(samples.get(i));
    }
  }

  @Override
  Publish read(Reader in) {
    int flags = in.u8("flags");
    String address = in.address("address");
    int content = in.u8("value indicator");
    Value value = content == VALUE ? ValueCodec.read(in, "value") : null;
    Samples samples = content == SAMPLES ? readSamples(in) : null;
    Long timestamp = (flags & HAS_TIMESTAMP) != 0 ? in.u64("timestamp") : null;
    Long id = (flags & HAS_ID) != 0 ? in.u32("id") : null;
    // No flag tells of the rate: it is there if enough bytes are.
    Long rate = in.remaining() >= Integer.BYTES ? in.u32("rate") : null;
    SignalType signal = SignalType.ofCode(flags >> SIGNAL_SHIFT);
    Phase phase = Phase.ofCode(flags & PHASE);
    return new Publish(address, signal, phase, value, samples, timestamp, id, rate);
  }

  private static Samples readSamples(Reader in) {
    double[] samples = new double[in.count(Double.BYTES, "samples")];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = in.f64("samples");
    }
    return Samples.of(samples);
  }

  @Override
  Publish read(LegacyFields fields) {
    double[] samples = fields.optionalNumbers("samples");
    Value value = readValue(fields);
    return new Publish(
        fields.string("address"),
        LegacyNames.signalType(fields, "signal"),
        LegacyNames.phase(fields),
        value,
        samples == null || value != null ? null : Samples.of(samples),
        fields.optionalU64("timestamp"),
        fields.optionalUnsigned("id", LegacyFields.LARGEST_U32),
        fields.optionalUnsigned("rate", LegacyFields.LARGEST_U32));
  }

  private static Value readValue(LegacyFields fields) {
    Value value = fields.optionalValue("value");
    if (value == null) {
      value = fields.optionalValue("payload");
    }
    if (value == null) {
      LegacyFields timeline = fields.optionalMap("timeline");
      value = timeline == null ? null : LegacyTimeline.read(timeline);
    }
    return value;
  }
}
