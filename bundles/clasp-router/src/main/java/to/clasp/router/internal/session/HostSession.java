package to.clasp.router.internal.session;

import to.clasp.protocol.Message;
import to.clasp.router.RouterSession;
import to.clasp.transport.CloseReason;

/** A session of code in this JVM. */
public record HostSession(SessionDriver driver) implements RouterSession {

  @Override
  public String id() {
    return driver.session().id();
  }

  @Override
  public void send(Message message) {
    driver.execute(() -> driver.take(message, 0));
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
