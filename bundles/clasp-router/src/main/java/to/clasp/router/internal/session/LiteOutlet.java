package to.clasp.router.internal.session;

import java.util.concurrent.atomic.LongAdder;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.router.internal.fanout.Outgoing;
import to.clasp.transport.CloseReason;

/**
 * The way to a client on a microcontroller, which reads into a small buffer without checking and
 * knows few messages: params of a snapshot go out as SETs, a time to live is left out, and a frame
 * that is too large for the buffer is not sent.
 *
 * @param unsent counts those frames
 */
record LiteOutlet(Outlet outlet, int maxFrameBytes, LongAdder unsent) implements Outlet {

  @Override
  public boolean isLite() {
    return true;
  }

  @Override
  public void write(Outgoing message) {
    if (message.message() instanceof Snapshot snapshot) {
      snapshot.entries().forEach(this::writeParam);
    } else if (message.message() instanceof Set set && set.ttl() != null) {
      writeIfSmall(Outgoing.param(plain(set)));
    } else {
      writeIfSmall(message);
    }
  }

  private void writeParam(Snapshot.Entry entry) {
    writeIfSmall(
        Outgoing.param(
            new Set(entry.address(), entry.value(), entry.revision(), false, false, null)));
  }

  private static Set plain(Set set) {
    return new Set(set.address(), set.value(), set.revision(), set.lock(), set.unlock(), null);
  }

  private void writeIfSmall(Outgoing message) {
    if (message.frame().length() <= maxFrameBytes) {
      outlet.write(message);
    } else {
      unsent.increment();
    }
  }

  @Override
  public void flush() {
    outlet.flush();
  }

  @Override
  public boolean isWritable() {
    return outlet.isWritable();
  }

  @Override
  public void setReading(boolean on) {
    outlet.setReading(on);
  }

  @Override
  public void close(CloseReason why) {
    outlet.close(why);
  }
}
