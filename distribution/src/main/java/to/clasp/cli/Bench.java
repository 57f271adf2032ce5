package to.clasp.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import to.clasp.client.ClaspClient;
import to.clasp.client.Received;
import to.clasp.client.Subscription;
import to.clasp.client.SubscriptionOptions;

/** A publisher and a subscriber. What they measure includes both clients. */
final class Bench {
  /** Under way at a time: enough to fill a connection, and less than a router would drop. */
  private static final int WINDOW = 256;

  private static final int MOST_TRIPS = 1_000_000;
  private static final Duration LATEST = Duration.ofSeconds(10);

  /** How many messages a second, and how many never arrived. */
  record Rates(double published, double received, long lost) {}

  /** Times from publishing to receiving, in ns, sorted. */
  record RoundTrips(long[] nanos) {
    int count() {
      return nanos.length;
    }

    /** The time that a part of them, such as 0.99, did not exceed. */
    double micros(double part) {
      int index = (int) Math.min(nanos.length - 1L, (long) (nanos.length * part));
      return nanos.length == 0 ? 0 : nanos[index] / 1000.0;
    }
  }

  private final ClaspClient publisher;
  private final Subscription subscription;
  private final String address = "/clasp/bench/" + UUID.randomUUID();
  private final String payload;
  private final Semaphore room = new Semaphore(0);

  Bench(ClaspClient publisher, ClaspClient subscriber, int size) {
    this.publisher = publisher;
    this.payload = "x".repeat(size);
    this.subscription = subscriber.subscribe(address, SubscriptionOptions.ALL, this::received);
  }

  CompletableFuture<Void> subscribed() {
    return subscription.ready();
  }

  private void received(Received message) {
    room.release();
  }

  /** One message at a time. */
  RoundTrips roundTrips(Duration duration) throws IOException {
    long[] nanos = new long[MOST_TRIPS];
    int count = 0;
    long end = System.nanoTime() + duration.toNanos();
    while (System.nanoTime() < end && count < nanos.length) {
      long begin = System.nanoTime();
      publish();
      if (!acquire()) {
        throw new IOException("no event came back within " + LATEST.toSeconds() + " s");
      }
      nanos[count++] = System.nanoTime() - begin;
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return new RoundTrips(sorted);
  }

  /** As many as possible, with a window. */
  Rates flood(Duration duration) throws IOException {
    room.release(WINDOW);
    long published = 0;
    long begin = System.nanoTime();
    long end = begin + duration.toNanos();
    while (System.nanoTime() < end && acquire()) {
      publish();
      published++;
    }
    double sending = (System.nanoTime() - begin) / 1e9;
    long lost = WINDOW - collected();
    double all = (System.nanoTime() - begin) / 1e9;
    return new Rates(published / sending, (published - lost) / all, lost);
  }

  /** How many of the window come back when nothing more is published. */
  private int collected() throws IOException {
    int back = 0;
    while (back < WINDOW && acquire()) {
      back++;
    }
    return back;
  }

  private void publish() throws IOException {
    CompletableFuture<Void> handed = publisher.emit(address, payload);
    if (handed.isCompletedExceptionally()) {
      throw new IOException("the connection is lost");
    }
  }

  private boolean acquire() throws IOException {
    try {
      return room.tryAcquire(LATEST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
