package to.clasp.router.internal.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.Message;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Welcome;
import to.clasp.router.internal.fanout.Loop;
import to.clasp.router.internal.fanout.Outgoing;
import to.clasp.router.internal.state.ParamStore;
import to.clasp.router.internal.subscribe.Subscription;
import to.clasp.transport.CloseReason;

/**
 * Handles the messages of one session in their order. While a snapshot is given, or replies wait
 * for a peer that does not read, messages wait here and reading is paused. Used by the session's
 * loop only.
 */
public final class SessionDriver {
  private static final Logger LOG = LoggerFactory.getLogger(SessionDriver.class);

  /** More than a transport hands over after reading was paused. */
  private static final int MAX_WAITING = 65_536;

  /** Pieces of a snapshot given before others have their turn. */
  private static final int PIECES_PER_TURN = 8;

  /** What handles a message of a session. */
  public interface Dispatch {
    /**
     * Handles a message.
     *
     * @throws ProtocolException if it is refused
     */
    void handle(SessionDriver driver, Message message);
  }

  private final Session session;
  private final Outlet outlet;
  private final ParamStore store;
  private final Dispatch dispatch;
  private final Deque<Message> waiting = new ArrayDeque<>();
  private SnapshotWalk walk;
  private boolean readingPaused;
  private boolean turnPending;

  SessionDriver(Session session, Outlet outlet, ParamStore store, Dispatch dispatch) {
    this.session = session;
    this.outlet = outlet;
    this.store = store;
    this.dispatch = dispatch;
  }

  public Session session() {
    return session;
  }

  /** Takes a message, to be handled now or when those before it are done. */
  void accept(Message message) {
    if (session.isEnded()) {
      return;
    }
    if (walk == null && waiting.isEmpty()) {
      handle(message);
    } else if (waiting.size() < MAX_WAITING) {
      waiting.add(message);
    } else {
      session.close(ErrorCode.OVERFLOW, "too many messages at once", CloseReason.OVERLOADED);
    }
  }

  private void handle(Message message) {
    try {
      dispatch.handle(this, message);
    } catch (ProtocolException e) {
      session.reply(e.toMessage());
    } catch (RuntimeException e) {
      LOG.error("handling a {} failed", message.getClass().getSimpleName(), e);
      session.reply(new ProtocolException(ErrorCode.INTERNAL_ERROR, "internal error").toMessage());
    }
  }

  /** Greets a new client: WELCOME, then a snapshot of all it may read (protocol 5.1). */
  public void welcome(Welcome message) {
    session.reply(message);
    begin(SnapshotWalk.ofEverything(store));
  }

  /** Gives the session what a new subscription matches; its further messages wait meanwhile. */
  public void giveSnapshot(Subscription subscription) {
    begin(SnapshotWalk.of(store, subscription));
  }

  private void begin(SnapshotWalk next) {
    walk = next;
    session.beginSnapshot();
  }

  /** Goes on as far as the peer takes it: snapshot pieces, then messages that waited. */
  void advance() {
    Loop loop = session.loop();
    loop.drain();
    for (int pieces = 0; !session.isEnded(); ) {
      if (walk != null) {
        if (!session.sender().isClear()) {
          break;
        }
        if (pieces++ == PIECES_PER_TURN) {
          turnLater();
          break;
        }
        giveNextPiece();
      } else if (session.sender().isClear() && session.sender().takeResync()) {
        begin(SnapshotWalk.of(store, List.copyOf(session.subscriptions())));
      } else if (!waiting.isEmpty() && !session.sender().hasReplies()) {
        handle(waiting.poll());
      } else {
        break;
      }
      loop.drain();
    }
    pauseOrResumeReading();
  }

  private void giveNextPiece() {
    if (walk.step(session)) {
      return;
    }
    boolean tellEmpty = walk.evenIfEmpty() && !walk.hasGiven();
    walk = null;
    session.loop().drain();
    session.endSnapshot();
    if (tellEmpty) {
      session.loop().post(session, Outgoing.snapshot(Snapshot.EMPTY));
    }
  }

  private void turnLater() {
    if (!turnPending) {
      turnPending = true;
      session.loop().execute(this::turn);
    }
  }

  private void turn() {
    turnPending = false;
    advance();
  }

  /** The peer takes more. */
  void onWritable() {
    session.sender().drain();
    advance();
    outlet.flush();
  }

  private void pauseOrResumeReading() {
    boolean pause = walk != null || !waiting.isEmpty() || session.sender().hasReplies();
    if (pause != readingPaused && !session.isEnded()) {
      readingPaused = pause;
      outlet.setReading(!pause);
    }
  }
}
