package to.clasp.mqtt.internal.session;

import to.clasp.protocol.Message;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.router.EdgeListener;
import to.clasp.router.EdgeSession;
import to.clasp.transport.CloseReason;

/**
 * Stands between a session of the router and that of a client, which may be given another one of
 * the router when its rights change. On the session's loop.
 */
final class Gate implements EdgeListener {
  private final ClientSession session;
  private EdgeSession router;
  private boolean live;
  private boolean blocked;

  /**
   * @param live whether what is live is passed on from the beginning
   */
  Gate(ClientSession session, boolean live) {
    this.session = session;
    this.live = live;
  }

  void opened(EdgeSession opened) {
    router = opened;
  }

  EdgeSession router() {
    return router;
  }

  /** Passes on what is live, or does not any more. */
  void setLive(boolean on) {
    live = on;
  }

  @Override
  public void onMessage(Message message, String origin, Object attachment) {
    if (message instanceof Set set) {
      if (live) {
        session.delivering().onSet(set, origin, attachment);
      }
    } else if (message instanceof Publish publish) {
      if (live) {
        session.delivering().onPublish(publish, origin, attachment);
      }
    } else if (message instanceof Snapshot snapshot) {
      session.delivering().onSnapshot(snapshot);
    } else if (attachment instanceof Answered answered) {
      answered.onAnswer(session, message);
    }
  }

  @Override
  public void flush() {
    session.flush();
  }

  @Override
  public boolean isWritable() {
    boolean writable = session.isWritable();
    blocked |= !writable;
    return writable;
  }

  /** The client may take more; the router is told if it waits for that. */
  void onProgress() {
    if (blocked && session.isWritable()) {
      blocked = false;
      router.writable();
    }
  }

  @Override
  public void setReading(boolean on) {
    session.setReading(on);
  }

  @Override
  public void onClosed(CloseReason why) {
    session.onRouterClosed(this, why);
  }
}
