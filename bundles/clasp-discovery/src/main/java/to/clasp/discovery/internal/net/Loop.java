package to.clasp.discovery.internal.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The only thread of a discovery: it reads all sockets and does what is due. */
public final class Loop implements Clock, AutoCloseable {
  /** Gets datagrams. */
  public interface Receiver {
    /**
     * A datagram has arrived.
     *
     * @param bytes begins with it; not to be kept
     * @param length how many bytes it has
     * @param from who has sent it
     */
    void received(byte[] bytes, int length, InetSocketAddress from);
  }

  private record Task(long due, long number, Runnable run) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      int order = Long.compare(due, other.due);
      return order != 0 ? order : Long.compare(number, other.number);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

  /** One byte more than the longest message: what fills it was longer, and is no message. */
  private static final int BUFFER = 9001;

  private static final int AT_ONCE = 64;
  private static final long LOG_PAUSE = TimeUnit.SECONDS.toMillis(10);
  private static final long STOP_MILLIS = 2000;

  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> handed = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile boolean stopping;
  private long number;
  private long nextLog = millis();

  /**
   * Starts the thread.
   *
   * @throws IOException if the system has no selector
   */
  public Loop() throws IOException {
    selector = Selector.open();
    thread = new Thread(this::run, "clasp-discovery");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Does something on the thread. Ignored once it has ended.
   *
   * @param task what
   */
  public void execute(Runnable task) {
    handed.add(task);
    selector.wakeup();
  }

  @Override
  public long millis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /** On the thread only. */
  @Override
  public Runnable after(long millis, Runnable run) {
    Task task = new Task(millis() + millis, number++, run);
    tasks.add(task);
    return () -> tasks.remove(task);
  }

  /**
   * Reads a socket from now on, until it is closed.
   *
   * @param channel a bound channel
   * @param receiver gets the datagrams, on the thread
   * @throws IOException if the channel cannot be read
   */
  public void read(DatagramChannel channel, Receiver receiver) throws IOException {
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, receiver);
  }

  private void run() {
    try {
      while (!stopping) {
        runOnce();
      }
    } finally { // else who waits would wait for ever
      selector.keys().forEach(key -> closeQuietly((DatagramChannel) key.channel()));
      closeQuietly(selector);
      ended.complete(null);
    }
  }

  private void runOnce() {
    try {
      select();
    } catch (IOException broken) {
      failed(broken);
    }
    for (SelectionKey key : selector.selectedKeys()) {
      guarded(() -> receive(key));
    }
    selector.selectedKeys().clear();
    for (Runnable task = handed.poll(); task != null; task = handed.poll()) {
      guarded(task);
    }
    runDue();
  }

  /**
   * Completes when the thread has ended.
   *
   * @return its end; what is handed to it from then on is not done
   */
  public CompletableFuture<Void> ended() {
    return ended.copy();
  }

  private void select() throws IOException {
    Task next = tasks.peek();
    if (!handed.isEmpty()) {
      selector.selectNow();
    } else if (next == null) {
      selector.select();
    } else {
      long wait = next.due() - millis();
      if (wait > 0) {
        selector.select(wait);
      } else {
        selector.selectNow();
      }
    }
  }

  /** Only what is due when it begins: a task that is due again at once must not block reading. */
  private void runDue() {
    long now = millis();
    long newest = number;
    while (!tasks.isEmpty() && tasks.peek().due() <= now && tasks.peek().number() < newest) {
      guarded(tasks.poll().run());
    }
  }

  private void receive(SelectionKey key) {
    DatagramChannel channel = (DatagramChannel) key.channel();
    Receiver receiver = (Receiver) key.attachment();
    try {
      for (int i = 0; i < AT_ONCE; i++) {
        buffer.clear();
        InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
        if (from == null) {
          return;
        }
        if (buffer.position() < BUFFER) {
          receiver.received(buffer.array(), buffer.position(), from);
        }
      }
    } catch (IOException unreachable) {
      LOG.debug("cannot receive", unreachable);
    } catch (java.nio.channels.CancelledKeyException closed) {
      // by an earlier datagram
    }
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException mistake) {
      failed(mistake);
    }
  }

  /** A mistake that a datagram can cause must not fill the log. */
  private void failed(Exception failure) {
    if (millis() >= nextLog) {
      nextLog = millis() + LOG_PAUSE;
      LOG.warn("discovery failed to handle something", failure);
    }
  }

  /**
   * Closes a channel or a selector that is not needed any more.
   *
   * @param resource what
   */
  public static void closeQuietly(java.io.Closeable resource) {
    try {
      resource.close();
    } catch (IOException useless) {
      LOG.debug("cannot close", useless);
    }
  }

  /** Ends the thread behind what was handed to it, and closes the sockets. */
  @Override
  public void close() {
    execute(() -> stopping = true);
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
