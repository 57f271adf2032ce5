package to.clasp.client.internal;

import to.clasp.protocol.Unsubscribe;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.transport.Frame;

/** Has no answer. Without a connection there is nothing to end. */
final class UnsubscribeCall extends Call<Void> {

  private UnsubscribeCall(String pattern, Frame frame, long deadline) {
    super(pattern, frame, deadline);
  }

  static UnsubscribeCall of(ClientSubscription subscription, long deadline) {
    Frame frame = Frame.wrap(FrameCodec.encode(new Unsubscribe(subscription.id())));
    return new UnsubscribeCall(subscription.pattern(), frame, deadline);
  }

  @Override
  String name() {
    return "UNSUBSCRIBE " + address;
  }

  @Override
  boolean isOneWay() {
    return true;
  }
}
