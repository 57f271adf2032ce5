package to.clasp.client.internal;

import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import to.clasp.protocol.Bundle;
import to.clasp.protocol.Message;
import to.clasp.protocol.Pong;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Welcome;
import to.clasp.protocol.codec.AddressCache;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.Frame;

/** One connection and what is under way on it. What is not final is guarded by the {@link Turn}. */
final class Session implements ConnectionHandler {
  private static final Frame PONG = Frame.wrap(FrameCodec.encode(Pong.INSTANCE));

  /** What one task writes at most, so that reading gets its turn. */
  private static final int RUN = 8192;

  /** After so many frames that cannot be read, or answers to nothing, the peer is no router. */
  private static final int PATIENCE = 1000;

  /** A cache takes memory that pays only if much arrives. */
  private static final int CACHE_AFTER = 1000;

  /** How far it has come. */
  enum Phase {
    HELLO,
    RECOVERING,
    UP,
    OVER
  }

  private final Engine engine;
  private final Turn turn;
  private final Connection connection;
  private final int number;
  private final long callNanos;
  private final long recoveryNanos;
  private final Pending pending;
  private Phase phase = Phase.HELLO;
  private Welcome welcome;
  private boolean unanswerable;
  private boolean limited;
  private boolean fenceDue;
  private boolean flushDue;
  private int nonsense;

  /** When the batch that is being read began. */
  private long now;

  private boolean reading;
  private long upSince;
  private volatile Thread loop;
  private volatile long heard = System.nanoTime();
  private AddressCache addresses;
  private int frames;

  Session(Engine engine, Turn turn, Connection connection, int number, Settings settings) {
    this.engine = engine;
    this.turn = turn;
    this.connection = connection;
    this.number = number;
    this.callNanos = settings.callDeadline().toNanos();
    this.recoveryNanos = Math.max(callNanos, settings.connectTimeout().toNanos());
    this.pending = new Pending(turn, connection.info().reliable());
  }

  int number() {
    return number;
  }

  Phase phase() {
    return phase;
  }

  Welcome welcome() {
    return welcome;
  }

  void welcomed(Welcome answer) {
    welcome = answer;
    phase = Phase.RECOVERING;
  }

  void up() {
    phase = Phase.UP;
    upSince = System.nanoTime();
  }

  long upNanos() {
    return welcome == null || upSince == 0 ? 0 : System.nanoTime() - upSince;
  }

  boolean wasUp() {
    return upSince != 0;
  }

  Pending pending() {
    return pending;
  }

  long silentNanos(long now) {
    return now - heard;
  }

  boolean isOnLoop() {
    return Thread.currentThread() == loop;
  }

  /** Runs a task on the event loop. From any thread. */
  void post(Runnable task) {
    try {
      connection
          .executor()
          .execute(
              () -> {
                loop = Thread.currentThread();
                task.run();
              });
    } catch (RejectedExecutionException stopped) {
      engine.ended(this, stopped);
    }
  }

  /** Until the state is there it is the attempt to connect that takes too long, not a call. */
  long nextDeadline() {
    return System.nanoTime() + (phase == Phase.UP ? callNanos : recoveryNanos);
  }

  /** Sends a message that gets no answer of its own. On the loop. */
  void send(Message message) {
    send(Frame.wrap(FrameCodec.encode(message)));
  }

  /** The same, but the router may say what is wrong with it. */
  void sendUnanswered(Message message) {
    send(message);
    unanswerable = true;
  }

  void send(Frame frame) {
    connection.write(frame);
    flushDue = true;
  }

  /** The router has dropped something because there was too much. */
  void limited() {
    limited = true;
  }

  /** Whether that was so since the last time. */
  boolean takeLimited() {
    boolean was = limited;
    limited = false;
    return was;
  }

  /** On the loop. */
  void write(Call<?> call) {
    connection.write(call.frame);
    flushDue = true;
    if (call.isOneWay()) {
      unanswerable = true;
      turn.settleWritten(call);
      return;
    }
    if (!(call instanceof Fence)) {
      call.afterOneWay = unanswerable;
      unanswerable = false;
    }
    pending.add(call);
    if (call.fence() == FenceRule.AT_ONCE) {
      fence();
    } else if (call.fence() == FenceRule.BATCH) {
      fenceDue = true;
    }
  }

  /** On the loop. */
  Fence fence() {
    Fence fence = new Fence(nextDeadline());
    fenceDue = false;
    write(fence);
    return fence;
  }

  /** Writes what waits. On the loop; true if there is more, and room for it. */
  boolean writeFrom(Deque<Call<?>> waiting) {
    long micros = SyncClock.localMicros();
    int left = RUN;
    while (left-- > 0 && !waiting.isEmpty() && connection.isWritable()) {
      Call<?> call = waiting.pollFirst();
      if (engine.isStillWanted(call)) {
        call.sentMicros = micros;
        write(call);
      }
    }
    flush();
    return !waiting.isEmpty() && connection.isWritable();
  }

  /** On the loop. */
  void flush() {
    if (fenceDue) {
      fence();
    }
    if (flushDue) {
      flushDue = false;
      connection.flush();
    }
  }

  /** Ends it; what was written still goes out. On the loop. */
  void close(CloseReason why) {
    phase = Phase.OVER;
    connection.close(why);
  }

  List<Call<?>> over() {
    phase = Phase.OVER;
    return pending.removeAll();
  }

  @Override
  public void onFrame(byte[] buffer, int offset, int length) {
    if (addresses == null && ++frames > CACHE_AFTER) {
      addresses = new AddressCache();
    }
    Message message;
    try {
      message =
          addresses == null
              ? FrameCodec.decode(buffer, offset, length).message()
              : FrameCodec.decode(buffer, offset, length, addresses).message();
    } catch (ProtocolException unreadable) {
      synchronized (turn) {
        if (phase != Phase.OVER) {
          engine.unreadable(unreadable);
          nonsense();
        }
      }
      return;
    }
    synchronized (turn) {
      if (!reading) {
        reading = true;
        now = System.nanoTime();
      }
      receive(message, length);
    }
  }

  /** When the message that is being received came, or little before. */
  long now() {
    return now;
  }

  private void receive(Message message, int bytes) {
    if (phase == Phase.OVER) {
      return;
    }
    if (message instanceof Bundle bundle) {
      bundle.messages().forEach(inner -> receive(inner, bytes));
    } else if (!engine.receive(this, message, bytes)) {
      nonsense();
    }
  }

  /** A peer that does not read gets none, so that its questions take no memory. */
  void pong() {
    if (connection.isWritable()) {
      connection.write(PONG);
      flushDue = true;
    }
  }

  private void nonsense() {
    if (++nonsense == PATIENCE && phase != Phase.OVER) {
      engine.lose(
          this, CloseReason.PROTOCOL_ERROR, "the peer sent " + nonsense + " senseless messages");
    }
  }

  @Override
  public void onReadComplete() {
    heard = System.nanoTime();
    synchronized (turn) {
      reading = false;
      if (phase != Phase.OVER) {
        flush();
      }
    }
    turn.end();
  }

  @Override
  public void onWritable() {
    engine.calls().drain();
  }

  @Override
  public void onClosing(CloseReason why) {
    // the loss is told by onClosed
  }

  @Override
  public void onClosed(Throwable cause) {
    engine.ended(this, cause);
  }
}
