package to.clasp.router.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.Snapshot;
import to.clasp.router.ParamStatus;
import to.clasp.router.RouterStatus;
import to.clasp.router.SessionStatus;
import to.clasp.router.SubscriptionStatus;
import to.clasp.router.internal.session.Session;
import to.clasp.router.internal.session.SessionTable;
import to.clasp.router.internal.state.ParamEntry;
import to.clasp.router.internal.state.ParamStore;
import to.clasp.router.internal.state.SignalStore;

/** Looks at a running router from outside. Safe from any thread, holds up no loop. */
final class Introspection {
  private final long started = System.nanoTime();
  private final SessionTable table;
  private final ParamStore store;
  private final SignalStore signals;

  Introspection(SessionTable table, ParamStore store, SignalStore signals) {
    this.table = table;
    this.store = store;
    this.signals = signals;
  }

  RouterStatus status(String name) {
    int sessions = 0;
    int subscriptions = 0;
    for (Session session : table.all()) {
      sessions++;
      subscriptions += session.subscriptionCount();
    }
    return new RouterStatus(
        name,
        Duration.ofNanos(System.nanoTime() - started),
        sessions,
        store.size(),
        subscriptions,
        signals.size(),
        table.counters());
  }

  List<SessionStatus> sessions(int limit) {
    requireLimit(limit);
    return table.all().stream()
        .map(Session::status)
        .sorted(Comparator.comparing(SessionStatus::since).thenComparing(SessionStatus::id))
        .limit(limit)
        .toList();
  }

  List<SubscriptionStatus> subscriptions(String sessionId, int limit) {
    requireLimit(limit);
    Session session = table.find(sessionId);
    return session == null
        ? List.of()
        : session.subscriptionStatus().stream()
            .sorted(Comparator.comparingLong(SubscriptionStatus::id))
            .limit(limit)
            .toList();
  }

  /** Looks at every param, but keeps no more than were asked for. */
  List<ParamStatus> params(AddressPattern pattern, int limit) {
    requireLimit(limit);
    Comparator<ParamEntry> byAddress = Comparator.comparing(ParamEntry::address);
    PriorityQueue<ParamEntry> first = new PriorityQueue<>(byAddress.reversed());
    for (Iterator<ParamEntry> all = store.iterator(); all.hasNext(); ) {
      ParamEntry entry = all.next();
      if (pattern.matches(entry.address())) {
        first.add(entry);
        if (first.size() > limit) {
          first.remove();
        }
      }
    }
    return first.stream()
        .sorted(byAddress)
        .map(Introspection::status)
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<ParamStatus> status(ParamEntry entry) {
    synchronized (entry) {
      if (!entry.isWritten()) {
        return Optional.empty();
      }
      Snapshot.Entry told = entry.toSnapshot();
      return Optional.of(
          new ParamStatus(
              told.address(),
              told.value(),
              told.revision(),
              told.writer(),
              Instant.EPOCH.plus(told.timestamp(), ChronoUnit.MICROS),
              Optional.ofNullable(entry.holder())));
    }
  }

  private static void requireLimit(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is " + limit + ", at least 1");
    }
  }
}
