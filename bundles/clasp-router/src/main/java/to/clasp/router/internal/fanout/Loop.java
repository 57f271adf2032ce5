package to.clasp.router.internal.fanout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.codec.AddressCache;

/**
 * What the router keeps for one executor: the inbox through which everything reaches the sessions
 * that belong to it, and what is left to do when a batch is over.
 *
 * <p>Other threads only put into the inbox and ask about the backlog. Everything else runs on the
 * executor.
 */
public final class Loop {
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

  /** Entries handed over before the loop does something else, such as reading and flushing. */
  private static final int TURN = 8192;

  /**
   * Entries of its own sessions that may wait for the end of the batch, to be handed over as runs.
   */
  private static final int GATHERED = 256;

  /**
   * What a short reply counts of them, so that a batch leaves no more replies than every session
   * may queue; others do not wait at all.
   */
  private static final int SHORT_REPLY = 4;

  private final Executor executor;
  private final RouteCache routes;
  private final Inbox inbox = new Inbox();
  private final Run run = new Run();
  private final Backlog backlog = new Backlog();
  private final AtomicBoolean wakePending = new AtomicBoolean();
  private final List<Loop> toWake = new ArrayList<>();
  private final List<Target> toFlush = new ArrayList<>();
  private final Runnable onRejected;
  private AddressCache addresses;
  private Loop behind;
  private boolean draining;
  private int batch;
  private int gathered;

  Loop(Executor executor, Routes routes, Runnable onRejected) {
    this.executor = executor;
    this.routes = new RouteCache(routes);
    this.onRejected = onRejected;
  }

  public Executor executor() {
    return executor;
  }

  /** The addresses that came lately; made when it is asked for first, as not every loop reads. */
  public AddressCache addresses() {
    if (addresses == null) {
      addresses = new AddressCache();
    }
    return addresses;
  }

  Route route(String address) {
    return routes.route(address);
  }

  private void append(Delivery delivery) {
    gathered++;
    inbox.append(delivery);
  }

  /**
   * Whether what its own sessions appended since the last {@link #drain} may wait for the end of
   * the batch.
   */
  public boolean mayGather() {
    return gathered < GATHERED;
  }

  void prepareRoute(String address) {
    routes.prepare(address);
  }

  /** Appends a message for one session of this loop. */
  public void post(Target target, Outgoing message) {
    gathered += message.isShortReply() ? SHORT_REPLY : GATHERED;
    append(new Delivery.ToOne(target, message));
  }

  /** Appends the past of one address for a session of this loop. */
  public void postPast(Target target, String address, List<Outgoing> past) {
    append(new Delivery.PastToOne(target, address, past));
  }

  /** Appends one param of a snapshot for a session of this loop. */
  public void postSnapshot(Target target, Snapshot.Entry entry) {
    append(new Delivery.SnapshotToOne(target, entry));
  }

  /** Appends the end of a snapshot for a session of this loop. */
  public void postSnapshotEnd(Target target, boolean evenIfEmpty) {
    append(new Delivery.SnapshotEnd(target, evenIfEmpty));
  }

  /**
   * Appends an entry to another loop's inbox, or to this one's. The other loop is woken when this
   * loop's batch ends, so that nothing is handed to an executor inside a monitor.
   */
  void post(Loop to, Delivery delivery) {
    if (to == this) {
      append(delivery);
      return;
    }
    delivery.foreign = true;
    if (!to.backlog.add()) {
      behind = to;
    }
    to.inbox.append(delivery);
    if (to.wakePending.compareAndSet(false, true)) {
      toWake.add(to);
    }
  }

  /**
   * A loop that cannot keep up with what this one gave it since the last call, or null. Whoever
   * caused it should wait, see {@link #whenRelieved}.
   */
  public Loop takeBehind() {
    Loop taken = behind;
    behind = null;
    return taken;
  }

  /** Has a task run, on any thread, once this loop has caught up; from any thread. */
  public void whenRelieved(Runnable task) {
    backlog.whenRelieved(task);
  }

  /** Remembers a session that wants to be flushed when the batch is over. */
  public void flushLater(Target target) {
    toFlush.add(target);
  }

  /**
   * Hands over what is in the inbox, up to a turn; what remains is handed over by a task.
   *
   * @return whether nothing remained
   */
  public boolean drain() {
    if (draining) {
      return false;
    }
    draining = true;
    gathered = 0;
    int foreign = 0;
    try {
      for (int i = 0; i < TURN; i++) {
        Delivery next = inbox.poll();
        if (next == null && run.isEmpty()) {
          return true;
        }
        if (next == null) {
          run.handOver();
        } else {
          foreign += next.foreign ? 1 : 0;
          handOver(next);
        }
      }
    } finally {
      run.handOver();
      draining = false;
      if (foreign > 0) {
        backlog.removed(foreign);
      }
    }
    wake();
    return false;
  }

  /** What goes to the same sessions as its neighbours is handed over with them. */
  private void handOver(Delivery next) {
    if (next instanceof Delivery.ToGroup toGroup) {
      if (!run.add(toGroup)) {
        run.handOver();
        run.add(toGroup);
      }
      return;
    }
    run.handOver();
    next.run();
  }

  private void wake() {
    if (wakePending.compareAndSet(false, true)) {
      execute(this::onWoken);
    }
  }

  /**
   * Ends a batch: wakes the loops that were given something and flushes the sessions written to.
   * May be called within itself, by a connection that a flush closes.
   */
  public void endBatch() {
    batch++;
    for (int i = 0; i < toWake.size(); i++) {
      Loop loop = toWake.get(i);
      loop.execute(loop::onWoken);
    }
    toWake.clear();
    for (int i = 0; i < toFlush.size(); i++) {
      Target target = toFlush.get(i);
      Delivery.guarded(target, target::flush);
    }
    toFlush.clear();
  }

  /** The number of the batch that runs. */
  public int batch() {
    return batch;
  }

  /**
   * Runs a task as a batch of its own: the task, then what it left in the inbox, then the flush.
   */
  public void execute(Runnable task) {
    if (!executeIfRunning(task)) {
      LOG.warn("an executor takes no more tasks; the sessions on it are ended");
      onRejected.run();
    }
  }

  /**
   * As {@link #execute}, for what is left to do when a session has ended.
   *
   * @return false if the executor takes no more tasks
   */
  public boolean executeIfRunning(Runnable task) {
    try {
      executor.execute(() -> runBatch(task));
      return true;
    } catch (RejectedExecutionException e) {
      wakePending.set(false);
      backlog.giveUp();
      return false;
    }
  }

  private void runBatch(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      LOG.error("a task of the router failed", e);
    } finally {
      drain();
      endBatch();
    }
  }

  private void onWoken() {
    wakePending.set(false);
  }
}
