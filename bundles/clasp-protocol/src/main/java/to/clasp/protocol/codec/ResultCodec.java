package to.clasp.protocol.codec;

import java.util.List;
import to.clasp.protocol.Result;
import to.clasp.protocol.Signal;

/** RESULT (0x61): signals without their meta. */
final class ResultCodec extends MessageCodec<Result> {
  ResultCodec() {
    super("RESULT", 0x61, Qos.FIRE);
  }

  @Override
  int size(Result result) {
    Sizes.requireCount(result.signals(), "result");
    int size = Short.BYTES;
    for (Signal signal : result.signals()) {
      size = Sizes.within(size + SignalCodec.size(signal));
    }
    return size;
  }

  @Override
  void write(Result result, Writer out) {
    out.u16(result.signals().size());
    for (Signal signal : result.signals()) {
      SignalCodec.write(signal, false, out);
    }
  }

  @Override
  Result read(Reader in) {
    Signal[] signals = new Signal[in.count(SignalCodec.SMALLEST, "signals")];
    for (int i = 0; i < signals.length; i++) {
      signals[i] = SignalCodec.read(in, false);
    }
    return new Result(List.of(signals));
  }

  @Override
  Result read(LegacyFields fields) {
    fields.require("signals");
    return new Result(fields.list("signals", SignalCodec::read));
  }
}
