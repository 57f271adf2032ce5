package to.clasp.osc.internal.edge;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.Value;
import to.clasp.router.EdgeSession;

/**
 * The subscriptions whose values are being told, in their order. A PING behind each one shows when
 * that is over. Used on one event loop.
 */
final class Requests {
  private static final int MOST = 32;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

  private final Deque<Open> open = new ArrayDeque<>(0);
  private final Deque<SubscribeRequest> telling = new ArrayDeque<>(0);

  private record Open(Request request, long deadline) {}

  boolean isFull() {
    return open.size() + telling.size() >= MOST;
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  /** Subscribes, and has a request told what is there. */
  void subscribe(EdgeSession session, Subscribe message, Request request) {
    open.add(new Open(request, System.nanoTime() + PATIENCE));
    session.take(message, request);
    session.take(Ping.INSTANCE, request);
  }

  /** A param of a snapshot; false if nobody waits for it. */
  boolean found(Snapshot.Entry entry) {
    Open first = open.peek();
    if (first == null) {
      return false;
    }
    first.request.found(entry);
    return true;
  }

  /** A value that has changed; true if it is told later. */
  boolean replaces(String address, Value value) {
    for (Open each : open) {
      if (each.request.replaces(address, value)) {
        return true;
      }
    }
    for (SubscribeRequest each : telling) {
      if (each.replaces(address, value)) {
        return true;
      }
    }
    return false;
  }

  /** What a subscription is told at once goes out as far as the client takes it. */
  void tellInTurn(SubscribeRequest request) {
    telling.add(request);
    tellOn();
  }

  /** The client takes more. */
  void tellOn() {
    while (!telling.isEmpty() && telling.peek().tellOn()) {
      telling.remove();
    }
  }

  void refused(Request request, ErrorMessage why) {
    open.removeIf(each -> each.request == request);
    request.refused(why);
  }

  /** All that was asked before a PING has been told. */
  void ponged(Request request) {
    if (open.stream().anyMatch(each -> each.request == request)) {
      Request next;
      do {
        next = open.remove().request;
        next.done();
      } while (next != request);
    }
  }

  /** A PING of a client over its rate is dropped, and never answered. */
  void sweep() {
    while (!open.isEmpty() && System.nanoTime() - open.peek().deadline > 0) {
      open.remove().request.done();
    }
  }
}
