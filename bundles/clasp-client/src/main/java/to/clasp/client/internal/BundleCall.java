package to.clasp.client.internal;

import java.util.List;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Bundle;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Message;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.transport.Frame;

/** Completes with the revision of the last SET, or 0. */
final class BundleCall extends Call<Long> {
  private final List<Message> messages;

  BundleCall(Bundle bundle, Frame frame, long deadline) {
    super(null, frame, deadline);
    this.messages = bundle.messages();
  }

  @Override
  String name() {
    return "BUNDLE of " + messages.size();
  }

  @Override
  FenceRule fence() {
    return FenceRule.BATCH;
  }

  @Override
  boolean takes(Ack ack) {
    return ack.address() == null;
  }

  @Override
  boolean takes(ErrorMessage error) {
    return contains(messages, error.address());
  }

  /** Nothing nests deeper than a frame can hold. */
  private static boolean contains(List<Message> messages, String address) {
    for (Message message : messages) {
      boolean found =
          message instanceof Set set && set.address().equals(address)
              || message instanceof Publish publish && publish.address().equals(address)
              || message instanceof Bundle inner && contains(inner.messages(), address);
      if (found) {
        return true;
      }
    }
    return false;
  }

  @Override
  void passed(Turn turn, String note) {
    turn.succeed(this, 0L);
  }
}
