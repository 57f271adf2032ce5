package to.clasp.router.internal.session;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.router.EdgeListener;
import to.clasp.router.internal.fanout.Outgoing;
import to.clasp.transport.CloseReason;

/** Hands messages to an edge in this JVM, which says for itself how much it takes. */
record EdgeOutlet(EdgeListener listener) implements Outlet {
  private static final Logger LOG = LoggerFactory.getLogger(EdgeOutlet.class);

  @Override
  public void write(Outgoing message) {
    try {
      listener.onMessage(message.message(), message.origin(), message.attachment());
    } catch (Throwable e) {
      warn(e);
    }
  }

  @Override
  public void flush() {
    guarded(listener::flush);
  }

  @Override
  public boolean isWritable() {
    return listener.isWritable();
  }

  @Override
  public void setReading(boolean on) {
    guarded(() -> listener.setReading(on));
  }

  @Override
  public void close(CloseReason why) {
    guarded(() -> listener.onClosed(why));
  }

  private static void guarded(Runnable call) {
    try {
      call.run();
    } catch (Throwable e) {
      warn(e);
    }
  }

  private static void warn(Throwable failure) {
    LOG.warn("a listener of a session in this JVM failed", failure);
  }
}
