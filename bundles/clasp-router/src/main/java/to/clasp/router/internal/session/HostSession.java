package to.clasp.router.internal.session;

import to.clasp.protocol.Message;
import to.clasp.router.EdgeSession;
import to.clasp.transport.CloseReason;

/** A session of code in this JVM. */
public record HostSession(SessionDriver driver) implements EdgeSession {

  @Override
  public String id() {
    return driver.session().id();
  }

  @Override
  public void send(Message message) {
    driver.execute(() -> driver.take(message, 0));
  }

  @Override
  public void take(Message message, Object attachment) {
    driver.session().guarded(() -> driver.accept(message, 0, attachment));
    driver.session().guarded(driver::advanceSoon);
  }

  @Override
  public boolean offer(Message message, Object attachment) {
    if (!driver.hasPlaceFor(message)) {
      return false;
    }
    driver.session().guarded(() -> driver.acceptAdmitted(message, attachment));
    driver.session().guarded(driver::advanceSoon);
    return true;
  }

  @Override
  public void endBatch() {
    driver.session().guarded(driver::advance);
    driver.session().loop().endBatch();
  }

  @Override
  public void writable() {
    driver.session().guarded(driver::onWritable);
    driver.session().loop().endBatch();
  }

  @Override
  public void close() {
    close(CloseReason.NORMAL);
  }

  /** Ends the session for a reason that the listener is told. */
  public void close(CloseReason why) {
    if (!driver.session().isEnded()) {
      driver.execute(() -> driver.session().close(why));
    }
  }
}
