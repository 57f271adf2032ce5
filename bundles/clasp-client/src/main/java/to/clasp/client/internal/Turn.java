package to.clasp.client.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import to.clasp.client.ClaspException;

/**
 * The lock that guards everything about a client that changes, and what is to be done when it is
 * not held any more: futures complete and callbacks begin without it, because they run foreign code
 * that may call the client again. Nobody who calls the client waits for it: it is held by the event
 * loop for a message at a time.
 */
final class Turn {
  private final Budget budget;
  private List<Call<?>> settled = new ArrayList<>();
  private List<Mailbox<?>> told = new ArrayList<>();
  private List<Runnable> afterwards = new ArrayList<>();
  private long released;

  Turn(Budget budget) {
    this.budget = budget;
  }

  /** Does something under the lock, and then what follows from it. */
  void run(Runnable body) {
    try {
      synchronized (this) {
        body.run();
      }
    } finally {
      end();
    }
  }

  /** The same, but what follows is done elsewhere. */
  void run(Runnable body, Executor follows) {
    synchronized (this) {
      body.run();
      if (settled.isEmpty() && told.isEmpty() && afterwards.isEmpty()) {
        return;
      }
    }
    follows.execute(this::end);
  }

  /** Holding the lock. */
  <T> void succeed(Call<T> call, T result) {
    if (!call.over) {
      call.succeedLater(result);
      settle(call);
    }
  }

  /** A message without an answer is done. Holding the lock. */
  void settleWritten(Call<?> call) {
    if (!call.over) {
      settle(call);
    }
  }

  /** Holding the lock. */
  void fail(Call<?> call, int code, String reason, Throwable cause) {
    if (!call.over) {
      call.failLater(new ClaspException(code, call.name() + ": " + reason, call.address, cause));
      settle(call);
    }
  }

  private void settle(Call<?> call) {
    call.over = true;
    released += call.isBudgeted() ? call.cost() : 0;
    settled.add(call);
  }

  /** Holding the lock. */
  void tell(Mailbox<?> mailbox) {
    told.add(mailbox);
  }

  /** Does something that must not be done under the lock. Holding the lock. */
  void afterwards(Runnable task) {
    afterwards.add(task);
  }

  /** Forgets a call that another one stands for. Holding the lock. */
  void drop(Call<?> call) {
    if (!call.over) {
      call.over = true;
      budget.release(call.isBudgeted() ? call.cost() : 0);
    }
  }

  /** What is to be done without the lock; if it is still held, whoever holds it does it later. */
  void end() {
    if (Thread.holdsLock(this)) {
      return;
    }
    List<Call<?>> calls;
    List<Mailbox<?>> mailboxes;
    List<Runnable> tasks;
    long room;
    synchronized (this) {
      if (settled.isEmpty() && told.isEmpty() && afterwards.isEmpty()) {
        return;
      }
      calls = settled;
      mailboxes = told;
      tasks = afterwards;
      room = released;
      settled = new ArrayList<>();
      told = new ArrayList<>();
      afterwards = new ArrayList<>();
      released = 0;
    }
    budget.release(room);
    calls.forEach(Call::settle);
    mailboxes.forEach(Mailbox::wake);
    tasks.forEach(Runnable::run);
  }
}
