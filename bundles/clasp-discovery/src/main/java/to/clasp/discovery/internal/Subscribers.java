package to.clasp.discovery.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.SubmissionPublisher;
import to.clasp.discovery.DiscoveryEvent;

/** Tells each subscriber by itself, since each begins with what is known when it comes. */
final class Subscribers {
  private static final int MOST_WAITING = 2048;

  private final List<SubmissionPublisher<DiscoveryEvent>> all = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  /** Adds one. Nothing may happen meanwhile. */
  void add(Flow.Subscriber<? super DiscoveryEvent> subscriber, List<DiscoveryEvent> first) {
    SubmissionPublisher<DiscoveryEvent> one =
        new SubmissionPublisher<>(ForkJoinPool.commonPool(), MOST_WAITING);
    one.subscribe(subscriber);
    first.forEach(event -> one.offer(event, null));
    all.add(one);
    if (closed) {
      close();
    }
  }

  void tell(DiscoveryEvent event) {
    for (SubmissionPublisher<DiscoveryEvent> one : all) {
      if (one.hasSubscribers()) {
        one.offer(event, null);
      } else {
        all.remove(one);
      }
    }
  }

  /** Ends all; who comes later ends with what it begins with. */
  void close() {
    closed = true;
    all.forEach(SubmissionPublisher::close);
    all.clear();
  }
}
