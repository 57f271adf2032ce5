package to.clasp.itests.soak;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import to.clasp.transport.Connector;

/** Puts load of every kind on a relay for some minutes and says every minute how it does. */
final class Soak {
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int WRITERS = 3;

  /** Growth of the resident memory that the last half may show over the first, besides 25 %. */
  private static final long SLACK_KIB = 32 * 1024;

  private final Statistics statistics = new Statistics();
  private final List<Role> roles = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final List<Watcher> watchers = new ArrayList<>();
  private final List<Long> rss = new ArrayList<>();
  private final Connector connector;
  private final URI uri;
  private final ProcessMemory memory;
  private volatile boolean stopping;

  Soak(Connector connector, URI uri, ProcessMemory memory) {
    this.connector = connector;
    this.uri = uri;
    this.memory = memory;
  }

  /**
   * Runs.
   *
   * @param minutes how long the load lasts
   * @return whether nothing was wrong
   */
  boolean run(double minutes) throws Exception {
    try {
      begin();
      report(minutes);
      stop();
    } finally {
      stopping = true;
      for (Role role : roles) {
        role.close();
      }
    }
    return verdict();
  }

  private void begin() throws IOException, InterruptedException {
    for (int i = 0; i < 3; i++) {
      watch(i, false);
    }
    watch(3, true);
    watch(4, true);
    for (int i = 0; i < WRITERS; i++) {
      start(new NumberedWriter(connector, uri, i, statistics));
    }
    start(new Signals(connector, uri, statistics));
    start(new Churn(connector, uri, statistics));
    start(new ComersAndGoers(connector, uri, statistics));
    start(new Bundles(connector, uri, statistics));
    start(new Pen(connector, uri, statistics));
    start(new Pinger(connector, uri, statistics));
  }

  private void watch(int number, boolean slow) throws IOException, InterruptedException {
    Watcher watcher = new Watcher(connector, uri, number, slow, statistics);
    watchers.add(watcher);
    start(watcher);
  }

  private void start(Role role) {
    roles.add(role);
    Thread thread = new Thread(() -> drive(role), role.getClass().getSimpleName());
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void drive(Role role) {
    while (!stopping) {
      try {
        role.step();
      } catch (InterruptedException e) {
        return;
      } catch (Exception e) {
        statistics.problem(role.getClass().getSimpleName() + ": " + e);
        pause();
      }
    }
  }

  /** What fails once may fail again at once. */
  private static void pause() {
    try {
      Thread.sleep(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void report(double minutes) throws InterruptedException {
    long begin = System.nanoTime();
    long end = begin + (long) (minutes * MINUTE_NANOS);
    for (long next = begin + MINUTE_NANOS; System.nanoTime() < end; next += MINUTE_NANOS) {
      long wait = Math.min(next, end) - System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(Math.max(0, wait));
      rss.add(memory.rss());
      print((System.nanoTime() - begin) / 1e9);
    }
  }

  private void print(double seconds) throws InterruptedException {
    System.out.printf(
        "soak: %5.0f s  rss %d KiB  heap %d KiB  sent %d  received %d  SETs acknowledged %d"
            + "  connects %d  slowest PING %d µs  noted %s  wrong %s%n",
        seconds,
        rss.get(rss.size() - 1),
        memory.heap(),
        statistics.sent.sum(),
        statistics.received.sum(),
        statistics.acknowledged.sum(),
        statistics.connects.sum(),
        statistics.slowestPing.getAndSet(0),
        statistics.counts(),
        statistics.problems());
  }

  private void stop() throws Exception {
    stopping = true;
    for (Thread thread : threads) {
      thread.join(TimeUnit.SECONDS.toMillis(60));
      if (thread.isAlive()) {
        statistics.problem(thread.getName() + " hangs");
        thread.interrupt();
      }
    }
    for (Role role : roles) {
      role.finish();
    }
    compareWatchers();
  }

  /** Everybody has the last revisions, the slow readers included, once they have read on. */
  private void compareWatchers() throws InterruptedException {
    Map<String, Long> first = watchers.get(0).revisions();
    for (int i = 0; i < 300 && !watchers.stream().allMatch(w -> w.revisions().equals(first)); i++) {
      Thread.sleep(100);
    }
    for (Watcher watcher : watchers) {
      if (!watcher.revisions().equals(first)) {
        statistics.problem("LOST: readers do not end with the same revisions");
      }
    }
    if (first.size() < WRITERS * 100) {
      statistics.problem("LOST: a reader has seen only " + first.size() + " params");
    }
  }

  private boolean verdict() {
    checkMemory();
    Map<String, LongAdder> wrong = statistics.problems();
    System.out.printf(
        "soak: VERDICT %s: %d SETs acknowledged, %d messages received, %d connects, rss %s KiB,"
            + " wrong: %s%n",
        wrong.isEmpty() ? "PASSED" : "FAILED",
        statistics.acknowledged.sum(),
        statistics.received.sum(),
        statistics.connects.sum(),
        rss.isEmpty() ? "unknown" : rss.get(0) + " to " + rss.get(rss.size() - 1),
        wrong);
    return wrong.isEmpty();
  }

  /** A leak grows in the second half; what a JVM takes until it is warm does not count. */
  private void checkMemory() {
    if (rss.size() < 6) {
      return;
    }
    int half = rss.size() / 2;
    long before = rss.subList(0, half).stream().mapToLong(Long::longValue).max().orElse(0);
    long after = rss.subList(half, rss.size()).stream().mapToLong(Long::longValue).max().orElse(0);
    if (after > before + before / 4 + SLACK_KIB) {
      statistics.problem("memory grows: " + before + " KiB, then " + after + " KiB");
    }
  }
}
