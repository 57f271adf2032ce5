package to.clasp.client.internal;

import to.clasp.protocol.Ack;
import to.clasp.protocol.Set;
import to.clasp.transport.Frame;

/** Completes with the new revision. */
final class SetCall extends Call<Long> {
  final Set set;

  /** Whether it may have taken effect in an earlier session. */
  boolean sentBefore;

  /** The revision that was confirmed last when the connection was lost; 0 if none was. */
  long knownRevision;

  SetCall(Set set, Frame frame, long deadline) {
    super(set.address(), frame, deadline);
    this.set = set;
  }

  @Override
  String name() {
    return (set.lock() ? "locking SET " : set.unlock() ? "unlocking SET " : "SET ") + address;
  }

  @Override
  boolean waitsForConnection() {
    return true;
  }

  @Override
  boolean takes(Ack ack) {
    return address.equals(ack.address());
  }

  /** Whether it just replaces the value. */
  boolean isPlain() {
    return set.revision() == null && !set.lock() && !set.unlock();
  }
}
