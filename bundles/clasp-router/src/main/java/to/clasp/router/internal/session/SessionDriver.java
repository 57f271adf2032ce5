package to.clasp.router.internal.session;

import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Welcome;
import to.clasp.router.internal.fanout.History;
import to.clasp.router.internal.fanout.Loop;
import to.clasp.router.internal.state.ParamStore;
import to.clasp.router.internal.subscribe.Subscription;
import to.clasp.transport.CloseReason;

/**
 * Handles the messages of one session in their order. While a snapshot is given, replies wait for a
 * peer that does not read, or another loop is far behind with what the session sent, messages wait
 * here and reading is paused. Used by the session's loop only.
 */
public final class SessionDriver {
  private static final Logger LOG = LoggerFactory.getLogger(SessionDriver.class);

  /** Pieces of a snapshot given before others have their turn; more if they are small. */
  private static final int PIECES_PER_TURN = 8;

  private static final long TURN_NANOS = 1_000_000;

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
  private final History history;
  private final Dispatch dispatch;
  private final RateLimit rateLimit;
  private final SessionParts parts;
  private final WaitingMessages waiting = new WaitingMessages();
  private Walk walk;
  private int pieces;
  private int piecesBatch;
  private long turnBegin;
  private Replay replay;
  private boolean turnPending;
  private boolean aheadOfOthers;
  private boolean readingPaused;

  /**
   * @param rateLimit what bounds the session's messages, or null
   */
  SessionDriver(
      Session session,
      Outlet outlet,
      ParamStore store,
      History history,
      Dispatch dispatch,
      RateLimit rateLimit,
      SessionParts parts) {
    this.session = session;
    this.outlet = outlet;
    this.store = store;
    this.history = history;
    this.dispatch = dispatch;
    this.rateLimit = rateLimit;
    this.parts = parts;
  }

  public Session session() {
    return session;
  }

  /** What is kept of one kind for the session; made when it is asked for first. */
  public <P extends SessionPart> P part(Class<P> kind, Supplier<P> maker) {
    return parts.get(kind, maker);
  }

  /** Ends the session because its rights have ended, and tells its peer; from any thread. */
  void endFor(ProtocolException reason) {
    if (!session.isEnded()) {
      execute(() -> session.close(reason, CloseReason.POLICY));
    }
  }

  /** Runs a task on the session's loop; if it fails, the session ends. */
  public void execute(Runnable task) {
    session
        .loop()
        .execute(
            () -> {
              try {
                task.run();
              } catch (Throwable e) {
                session.fail(e);
              }
            });
  }

  /**
   * Takes a message, handles it now or when those before it are done, and goes on as far as
   * possible.
   *
   * @param size its size in bytes
   */
  public void take(Message message, int size) {
    accept(message, size);
    advance();
  }

  void accept(Message message, int size) {
    accept(message, size, null);
  }

  /** As {@link #accept(Message, int)}, with what goes with all that the message causes. */
  void accept(Message message, int size, Object attachment) {
    if (session.isEnded()) {
      return;
    }
    session.attach(attachment);
    try {
      acceptAttached(message, size, attachment);
    } finally {
      session.attach(null);
    }
  }

  /** Takes the place of a message under the rate limit; false if there is none. */
  boolean hasPlaceFor(Message message) {
    return rateLimit == null || session.isEnded() || rateLimit.admits(message);
  }

  /** As {@link #accept(Message, int, Object)}, for a message that has its place already. */
  void acceptAdmitted(Message message, Object attachment) {
    if (session.isEnded()) {
      return;
    }
    session.attach(attachment);
    try {
      handleOrWait(message, 0, attachment);
    } finally {
      session.attach(null);
    }
  }

  private void acceptAttached(Message message, int size, Object attachment) {
    // A ping of an edge tells it when what came before is done; without, it could answer nobody.
    boolean free = rateLimit == null || message == Ping.INSTANCE && attachment != null;
    if (!free && !rateLimit.admits(message)) {
      refuse(rateLimit.refusal(message));
    } else {
      handleOrWait(message, size, attachment);
    }
  }

  private void handleOrWait(Message message, int size, Object attachment) {
    if (waiting.isEmpty() && !isBusy()) {
      handle(message);
    } else if (!waiting.add(message, size, attachment)) {
      session.close(
          new ProtocolException(ErrorCode.OVERFLOW, "too many messages at once"),
          CloseReason.OVERLOADED);
    }
  }

  /** Answers a frame that could not be read. */
  void acceptUnreadable(ProtocolException why) {
    boolean admitted = rateLimit == null || rateLimit.admitsUnreadable();
    refuse(admitted ? why : rateLimit.refusal(null));
  }

  private void refuse(ProtocolException why) {
    if (why != null) {
      session.reply(why.toMessage());
    }
  }

  /** Whether the next message would have to wait. */
  public boolean isBusy() {
    return walk != null || replay != null || session.intake().isGivingSnapshot() || isHeldUp();
  }

  private boolean isHeldUp() {
    return aheadOfOthers || session.sender().hasReplies();
  }

  /**
   * Does what was put off, as if a message asked for it now; from any thread. Nothing happens if
   * the session has ended.
   */
  public void perform(Runnable step) {
    execute(
        () -> {
          if (!session.isEnded()) {
            attempt(step);
            advance();
          }
        });
  }

  /** Does a step on the session's loop; if it is refused or fails, the peer is told. */
  public void attempt(Runnable step) {
    try {
      step.run();
    } catch (ProtocolException e) {
      session.reply(e.toMessage());
    } catch (RuntimeException e) {
      LOG.error("a step of session {} failed", session.id(), e);
      session.reply(new ProtocolException(ErrorCode.INTERNAL_ERROR, "internal error").toMessage());
    }
    waitForOthers();
  }

  /** Whether another loop is far behind with what this session sent. */
  public boolean isAheadOfOthers() {
    return aheadOfOthers;
  }

  private void handleWaiting() {
    session.attach(waiting.attachment());
    try {
      handle(waiting.poll());
    } finally {
      session.attach(null);
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
    waitForOthers();
  }

  private void waitForOthers() {
    Loop behind = session.loop().takeBehind();
    if (behind != null) {
      aheadOfOthers = true;
      behind.whenRelieved(() -> execute(this::onRelieved));
    }
  }

  private void onRelieved() {
    aheadOfOthers = false;
    advance();
  }

  /** Greets a new client: WELCOME, then a snapshot of all it may read (protocol 5.1). */
  public void welcome(Welcome message) {
    session.reply(message);
    if (!session.isLite()) {
      begin(SnapshotWalk.ofEverything(store));
    }
  }

  /** Gives the session what a new subscription matches; its further messages wait meanwhile. */
  public void giveSnapshot(Subscription subscription) {
    if (store.size() == 0 && !subscription.wantsPast()) {
      return;
    }
    begin(
        subscription.wantsPast()
            ? new HistoryWalk(history, store, subscription)
            : SnapshotWalk.of(store, subscription));
    session.intake().beginSnapshotOf(subscription, history.isOn());
  }

  /** Gives the session an answer of many messages; its further messages wait meanwhile. */
  public void give(Walk answer) {
    walk = answer;
  }

  /** Gives the session what else it is told about a new subscription, behind the snapshot. */
  public void giveBehindSnapshot(Replay next) {
    replay = next;
  }

  private void begin(Walk next) {
    walk = next;
    session.intake().beginSnapshot();
  }

  /**
   * Goes on as far as the peer takes it: snapshot pieces, then messages that waited. Long snapshots
   * are given in turns, and what arrives meanwhile earns nobody more of them.
   */
  void advance() {
    boolean drained = session.loop().drain();
    while (drained && !turnPending && !session.isEnded()) {
      if (walk != null || replay != null) {
        if (!session.sender().isReady()) {
          break;
        }
        if (!hasTurn()) {
          turnLater();
          break;
        }
        givePiece();
      } else if (session.intake().isGivingSnapshot()) {
        // Its end stands in the inbox behind an entry that another thread has not linked yet.
        turnLater();
        break;
      } else if (session.sender().needsResync() && session.sender().isReady()) {
        session.sender().resyncBegins();
        begin(SnapshotWalk.of(store, List.copyOf(session.subscriptions())));
      } else if (!waiting.isEmpty() && !isHeldUp()) {
        handleWaiting();
      } else {
        break;
      }
      drained = session.loop().drain();
    }
    if (!drained) {
      turnLater();
    }
    pauseOrResumeReading();
  }

  /**
   * Goes on behind a message that was taken; at the end of the batch, if nothing is put off but
   * what is in the inbox, and that is not much.
   */
  void advanceSoon() {
    if (isBusy() || !waiting.isEmpty() || !session.loop().mayGather()) {
      advance();
    }
  }

  /** Whether it may take one more piece in this batch, however many messages asked for them. */
  private boolean hasTurn() {
    int batch = session.loop().batch();
    if (batch != piecesBatch) {
      piecesBatch = batch;
      pieces = 0;
      turnBegin = System.nanoTime();
    }
    return pieces++ < PIECES_PER_TURN || System.nanoTime() - turnBegin < TURN_NANOS;
  }

  private void givePiece() {
    if (walk != null) {
      walk = walk.step(session) ? walk : null;
    } else {
      replay = replay.step(session) ? replay : null;
    }
  }

  private void turnLater() {
    if (!turnPending && !session.isEnded()) {
      turnPending = true;
      execute(this::turn);
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
    boolean pause = isBusy() || !waiting.isEmpty();
    if (pause != readingPaused && !session.isEnded()) {
      readingPaused = pause;
      session.counters().paused(pause);
      outlet.setReading(!pause);
    }
  }
}
