package to.clasp.osc.internal.edge;

import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Snapshot;

/**
 * A client of OSCQuery begins to listen: it is told what is there, if anything is. OSCQuery has no
 * words for a refusal.
 *
 * @param osc the address as the client said it
 */
record ListenRequest(Outbox outbox, String osc) implements Request {

  @Override
  public void found(Snapshot.Entry entry) {
    outbox.answer(osc, entry.value());
  }

  @Override
  public void refused(ErrorMessage why) {}

  @Override
  public void done() {}
}
