package to.clasp.protocol.codec;

import java.util.List;
import to.clasp.protocol.Announce;
import to.clasp.protocol.Signal;

/** ANNOUNCE (0x03): namespace, signals with their meta. */
final class AnnounceCodec extends MessageCodec<Announce> {
  AnnounceCodec() {
    super("ANNOUNCE", 0x03, Qos.FIRE);
  }

  @Override
  String address(Announce announce) {
    return announce.namespace();
  }

  @Override
  int size(Announce announce) {
    Sizes.requireCount(announce.signals(), "announcement");
    int size = Sizes.string(announce.namespace(), "namespace") + Short.BYTES;
    for (Signal signal : announce.signals()) {
      size = Sizes.within(size + SignalCodec.size(signal) + SignalMetaCodec.size(signal.meta()));
    }
    return size;
  }

  @Override
  void write(Announce announce, Writer out) {
    out.string(announce.namespace());
    out.u16(announce.signals().size());
    for (Signal signal : announce.signals()) {
      SignalCodec.write(signal, signal.meta() != null, out);
      SignalMetaCodec.write(signal.meta(), out);
    }
  }

  @Override
  Announce read(Reader in) {
    String namespace = in.string("namespace");
    Signal[] signals = new Signal[in.count(SignalCodec.SMALLEST, "signals")];
    for (int i = 0; i < signals.length; i++) {
      signals[i] = SignalCodec.read(in, true);
    }
    return new Announce(namespace, List.of(signals));
  }

  @Override
  Announce read(LegacyFields fields) {
    return new Announce(fields.string("namespace"), fields.list("signals", SignalCodec::read));
  }
}
