package to.clasp.osc.internal.edge;

import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Snapshot;

/** A client asks whether anybody is there. */
record PingRequest(Outbox outbox) implements Request {

  @Override
  public void found(Snapshot.Entry entry) {}

  @Override
  public void refused(ErrorMessage why) {}

  @Override
  public void done() {
    outbox.pong();
  }
}
