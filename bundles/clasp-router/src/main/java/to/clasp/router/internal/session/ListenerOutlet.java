package to.clasp.router.internal.session;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.router.MessageListener;
import to.clasp.router.internal.fanout.Outgoing;
import to.clasp.transport.CloseReason;

/** Hands messages to a listener in this JVM, which takes each one before the next is made. */
record ListenerOutlet(MessageListener listener) implements Outlet {
  private static final Logger LOG = LoggerFactory.getLogger(ListenerOutlet.class);

  @Override
  public void write(Outgoing message) {
    guarded(() -> listener.onMessage(message.message()));
  }

  @Override
  public void flush() {}

  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public void setReading(boolean on) {}

  @Override
  public void close(CloseReason why) {
    guarded(() -> listener.onClosed(why));
  }

  private static void guarded(Runnable call) {
    try {
      call.run();
    } catch (Throwable e) {
      LOG.warn("a listener of a session in this JVM failed", e);
    }
  }
}
