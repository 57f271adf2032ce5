package to.clasp.client.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What waits for one receiver, who gets it in order and never two at a time. Bounded: while much
 * waits, a value takes the place of the older one with the same key.
 */
final class Mailbox<T> {
  /** Beyond it, only what has a key is taken in. */
  static final int BOUND = 10_000;

  /** Beyond it, nothing is. */
  static final int KEYED_BOUND = 100_000;

  /** The first bound in bytes of frames; the second is twice of it. */
  static final long BYTES = 32L << 20;

  private static final int CHUNK = 64;
  private static final int CHUNKS = 16;
  private static final ThreadLocal<Boolean> DELIVERING = new ThreadLocal<>();

  /** Who takes what comes out. */
  interface Receiver<T> {
    void receive(T item);

    void failed(Throwable failure);
  }

  private static final class Slot<T> {
    T item;
    int bytes;

    Slot(T item, int bytes) {
      this.item = item;
      this.bytes = bytes;
    }
  }

  private final Executor executor;
  private final Receiver<T> receiver;
  private final Function<T, Object> key;
  private final Deque<Slot<T>> slots = new ArrayDeque<>();
  private Map<Object, Slot<T>> byKey;
  private long waitingBytes;
  private long demand;
  private boolean scheduled;
  private boolean running;
  private volatile boolean closed;
  private volatile long dropped;
  private Runnable last;

  /**
   * @param key what an item can be replaced by, or null if by nothing; asked only while much waits
   * @param demand how many items may go out until more are asked for
   */
  Mailbox(Executor executor, Receiver<T> receiver, Function<T, Object> key, long demand) {
    this.executor = executor;
    this.receiver = receiver;
    this.key = key;
    this.demand = demand;
  }

  /** Whether this thread runs a callback. */
  static boolean isDelivering() {
    return DELIVERING.get() != null;
  }

  /**
   * False if it was dropped.
   *
   * @param bytes what it takes, roughly
   */
  synchronized boolean add(T item, int bytes) {
    if (closed || last != null) {
      return true;
    }
    if (slots.size() >= BOUND || waitingBytes >= BYTES) {
      return addWhenFull(item, bytes);
    }
    Slot<T> slot = append(item, bytes);
    if (byKey != null) {
      remember(slot);
    }
    return true;
  }

  private Slot<T> append(T item, int bytes) {
    Slot<T> slot = new Slot<>(item, bytes);
    slots.addLast(slot);
    waitingBytes += bytes;
    return slot;
  }

  private boolean addWhenFull(T item, int bytes) {
    if (byKey == null) {
      byKey = new HashMap<>();
      slots.forEach(this::remember);
    }
    Object itemKey = key.apply(item);
    Slot<T> waiting = itemKey == null ? null : byKey.get(itemKey);
    if (waiting != null) {
      waitingBytes += bytes - waiting.bytes;
      waiting.item = item;
      waiting.bytes = bytes;
      return true;
    }
    if (itemKey == null || slots.size() >= KEYED_BOUND || waitingBytes >= 2 * BYTES) {
      dropped++;
      return false;
    }
    byKey.put(itemKey, append(item, bytes));
    return true;
  }

  private void remember(Slot<T> slot) {
    Object slotKey = key.apply(slot.item);
    if (slotKey != null) {
      byKey.put(slotKey, slot);
    }
  }

  long dropped() {
    return dropped;
  }

  /** Lets more items go out. */
  void request(long more) {
    synchronized (this) {
      demand = demand + more < 0 ? Long.MAX_VALUE : demand + more;
    }
    wake();
  }

  /** What to do behind the last item; nothing is taken in any more. */
  void finish(Runnable end) {
    synchronized (this) {
      if (last != null) {
        return;
      }
      last = end;
    }
    wake();
  }

  /** The same, but at once: what waits is dropped. */
  void abort(Runnable end) {
    synchronized (this) {
      slots.clear();
      waitingBytes = 0;
      byKey = null;
    }
    finish(end);
  }

  /** No further item goes out. */
  void close() {
    closed = true;
    synchronized (this) {
      slots.clear();
      waitingBytes = 0;
      byKey = null;
    }
  }

  /** Has the executor deliver what there is. Not under any lock: it may run it at once. */
  void wake() {
    synchronized (this) {
      if (scheduled || !hasWork()) {
        return;
      }
      scheduled = true;
    }
    try {
      executor.execute(this::run);
    } catch (RuntimeException | Error over) {
      synchronized (this) {
        scheduled = false;
      }
      receiver.failed(over);
    }
  }

  private boolean hasWork() {
    return !running && !closed && (slots.isEmpty() ? last != null : demand > 0);
  }

  private void run() {
    Boolean outer = DELIVERING.get();
    DELIVERING.set(true);
    synchronized (this) {
      running = true;
    }
    try {
      for (int i = 0; i < CHUNKS && deliverChunk(); i++) {
        // until there is nothing, or it is another's turn
      }
    } finally {
      if (outer == null) {
        DELIVERING.remove();
      }
      synchronized (this) {
        running = false;
        scheduled = false;
      }
      wake();
    }
  }

  private boolean deliverChunk() {
    Deque<T> chunk = new ArrayDeque<>(CHUNK);
    Runnable end = null;
    synchronized (this) {
      while (chunk.size() < CHUNK && demand > 0 && !slots.isEmpty()) {
        chunk.addLast(taken(slots.pollFirst()));
      }
      if (chunk.isEmpty() && slots.isEmpty() && last != null && !closed) {
        end = last;
        closed = true;
      }
    }
    for (T item : chunk) {
      guarded(receiver::receive, item);
    }
    if (end != null) {
      guardedEnd(end);
    }
    return !chunk.isEmpty();
  }

  private void guardedEnd(Runnable end) {
    try {
      end.run();
    } catch (Throwable failure) {
      receiver.failed(failure);
    }
  }

  private T taken(Slot<T> slot) {
    waitingBytes -= slot.bytes;
    if (demand != Long.MAX_VALUE) {
      demand--;
    }
    if (byKey != null) {
      Object slotKey = key.apply(slot.item);
      if (slotKey != null) {
        byKey.remove(slotKey, slot);
      }
      if (slots.size() < BOUND / 2 && waitingBytes < BYTES / 2) {
        byKey = null;
      }
    }
    return slot.item;
  }

  private void guarded(Consumer<T> action, T item) {
    if (closed) {
      return;
    }
    try {
      action.accept(item);
    } catch (Throwable failure) {
      receiver.failed(failure);
    }
  }
}
