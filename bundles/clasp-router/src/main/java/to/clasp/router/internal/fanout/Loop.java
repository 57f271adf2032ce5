package to.clasp.router.internal.fanout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.protocol.Snapshot;

/**
 * What the router keeps for one executor: the inbox through which everything reaches the sessions
 * that belong to it, and what is left to do when a batch is over.
 *
 * <p>Only {@link #append} may be called from other threads. Everything else runs on the executor.
 */
public final class Loop {
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

  private final Executor executor;
  private final RouteCache routes;
  private final Inbox inbox = new Inbox();
  private final AtomicBoolean wakePending = new AtomicBoolean();
  private final List<Loop> toWake = new ArrayList<>();
  private final List<Target> toFlush = new ArrayList<>();
  private final Runnable onRejected;
  private boolean draining;

  Loop(Executor executor, Routes routes, Runnable onRejected) {
    this.executor = executor;
    this.routes = new RouteCache(routes);
    this.onRejected = onRejected;
  }

  public Executor executor() {
    return executor;
  }

  Route route(String address) {
    return routes.route(address);
  }

  /** Appends a message for one session of this loop, from the loop itself. */
  public void post(Target target, Outgoing message) {
    inbox.append(new Delivery.ToOne(target, message));
  }

  /** Appends one param of a snapshot for a session of this loop, from the loop itself. */
  public void postSnapshot(Target target, Snapshot.Entry entry) {
    inbox.append(new Delivery.SnapshotToOne(target, entry));
  }

  /**
   * Appends an entry to another loop's inbox, or to this one's. The other loop is woken when this
   * loop's batch ends, so that nothing is handed to an executor inside a monitor.
   */
  void post(Loop to, Delivery delivery) {
    to.inbox.append(delivery);
    if (to != this && to.wakePending.compareAndSet(false, true)) {
      toWake.add(to);
    }
  }

  /** Remembers a session that wants to be flushed when the batch is over. */
  public void flushLater(Target target) {
    toFlush.add(target);
  }

  /** Hands over everything in the inbox. */
  public void drain() {
    if (draining) {
      return;
    }
    draining = true;
    try {
      for (Delivery next = inbox.poll(); next != null; next = inbox.poll()) {
        next.run();
      }
    } finally {
      draining = false;
    }
  }

  /**
   * Ends a batch: wakes the loops that were given something and flushes the sessions written to.
   */
  public void endBatch() {
    for (Loop loop : toWake) {
      loop.execute(loop::onWoken);
    }
    toWake.clear();
    for (int i = 0; i < toFlush.size(); i++) {
      Target target = toFlush.get(i);
      Delivery.guarded(target, target::flush);
    }
    toFlush.clear();
  }

  /**
   * Runs a task as a batch of its own: the task, then what it left in the inbox, then the flush.
   */
  public void execute(Runnable task) {
    try {
      executor.execute(() -> runBatch(task));
    } catch (RejectedExecutionException e) {
      LOG.warn("an executor takes no more tasks; the sessions on it are ended");
      onRejected.run();
    }
  }

  private void runBatch(Runnable task) {
    try {
      task.run();
      drain();
    } catch (Throwable e) {
      LOG.error("a task of the router failed", e);
    } finally {
      endBatch();
    }
  }

  private void onWoken() {
    wakePending.set(false);
  }
}
