package to.clasp.client.internal;

import to.clasp.protocol.Ack;
import to.clasp.protocol.Announce;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.transport.Frame;

/** Completes when the router has taken the signals. */
final class AnnounceCall extends Call<Void> {
  final Announce announce;

  AnnounceCall(Announce announce, Frame frame, long deadline) {
    super(announce.namespace(), frame, deadline);
    this.announce = announce;
  }

  static AnnounceCall of(Announce announce, long deadline) {
    return new AnnounceCall(announce, Frame.wrap(FrameCodec.encode(announce)), deadline);
  }

  @Override
  String name() {
    return "ANNOUNCE " + address;
  }

  @Override
  boolean waitsForConnection() {
    return true;
  }

  @Override
  boolean takes(Ack ack) {
    return address.equals(ack.address());
  }

  @Override
  boolean takes(ErrorMessage error) {
    return super.takes(error)
        || announce.signals().stream().anyMatch(signal -> signal.address().equals(error.address()));
  }
}
