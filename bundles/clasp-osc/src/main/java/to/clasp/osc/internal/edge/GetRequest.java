package to.clasp.osc.internal.edge;

import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Snapshot;

/**
 * A client asks for one value.
 *
 * @param osc the address as the client said it
 * @param ifMissing what to do if there is no value, or null to say so
 */
record GetRequest(Outbox outbox, String osc, Runnable ifMissing) implements Request {

  @Override
  public void found(Snapshot.Entry entry) {
    outbox.answer(osc, entry.value());
  }

  @Override
  public void refused(ErrorMessage why) {
    if (ifMissing != null && why.code() == ErrorCode.ADDRESS_NOT_FOUND.code()) {
      ifMissing.run();
    } else {
      outbox.error(why);
    }
  }

  @Override
  public void done() {}
}
