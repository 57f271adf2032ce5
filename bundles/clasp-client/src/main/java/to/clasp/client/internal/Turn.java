package to.clasp.client.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import to.clasp.client.ClaspException;

/**
 * The lock that guards everything about a client that changes, and what is to be done when it is
 * not held any more: futures complete and callbacks begin without it, because they run foreign code
 * that may call the client again. Nobody who calls the client waits for it: it is held by the event
 * loop for a message at a time.
 *
 * <p>What follows from the messages of a batch is done at its end, by the event loop. What follows
 * from anything else is kept apart from that, so that no other thread completes the event loop's
 * futures, or overtakes it.
 */
final class Turn {
  private final Budget budget;
  private Consequences consequences = new Consequences();

  Turn(Budget budget) {
    this.budget = budget;
  }

  /** Does something under the lock, and then what follows from it. */
  void run(Runnable body) {
    if (Thread.holdsLock(this)) {
      body.run();
      return;
    }
    Consequences mine = new Consequences();
    try {
      gather(body, mine);
    } finally {
      mine.carryOut(budget);
    }
  }

  /** The same, but what follows is done elsewhere. */
  void run(Runnable body, Executor follows) {
    Consequences mine = new Consequences();
    gather(body, mine);
    if (!mine.isEmpty()) {
      follows.execute(() -> mine.carryOut(budget));
    }
  }

  private synchronized void gather(Runnable body, Consequences mine) {
    Consequences others = consequences;
    consequences = mine;
    try {
      body.run();
    } finally {
      consequences = others;
    }
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
      call.undo.run();
      settle(call);
    }
  }

  private void settle(Call<?> call) {
    call.over = true;
    consequences.released += call.isBudgeted() ? call.cost() : 0;
    consequences.settled.add(call);
  }

  /** Holding the lock. */
  void tell(Mailbox<?> mailbox) {
    consequences.told.add(mailbox);
  }

  /** Does something that must not be done under the lock. Holding the lock. */
  void afterwards(Runnable task) {
    consequences.afterwards.add(task);
  }

  /** Forgets a call that its caller has cancelled or another one stands for. Holding the lock. */
  void drop(Call<?> call) {
    if (!call.over) {
      call.over = true;
      call.undo.run();
      budget.release(call.isBudgeted() ? call.cost() : 0);
    }
  }

  /** The batch is over: does what follows from its messages. On the event loop. */
  void end() {
    Consequences batch;
    synchronized (this) {
      if (consequences.isEmpty()) {
        return;
      }
      batch = consequences;
      consequences = new Consequences();
    }
    batch.carryOut(budget);
  }

  private static final class Consequences {
    private final List<Call<?>> settled = new ArrayList<>();
    private final List<Mailbox<?>> told = new ArrayList<>();
    private final List<Runnable> afterwards = new ArrayList<>();
    private long released;

    private boolean isEmpty() {
      return settled.isEmpty() && told.isEmpty() && afterwards.isEmpty();
    }

    private void carryOut(Budget budget) {
      budget.release(released);
      Throwable failure = each(settled, Call::settle, null);
      failure = each(told, Mailbox::wake, failure);
      failure = each(afterwards, Runnable::run, failure);
      if (failure instanceof Error error) {
        throw error;
      } else if (failure instanceof RuntimeException unexpected) {
        throw unexpected;
      }
    }

    /** An executor out of threads, or a full stack, must not keep other futures from completing. */
    private static <T> Throwable each(List<T> all, Consumer<T> action, Throwable before) {
      Throwable first = before;
      for (T one : all) {
        try {
          action.accept(one);
        } catch (RuntimeException | Error failure) {
          first = first == null ? failure : first;
        }
      }
      return first;
    }
  }
}
