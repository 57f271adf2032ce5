package to.clasp.client.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import to.clasp.client.ClaspException;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.Get;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Value;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.transport.Frame;

/**
 * Makes a new session what the one before was: subscribes, looks at the params whose SETs were not
 * confirmed, decides which SETs to send again, and asks for locks. On the event loop.
 */
final class Recovery {
  private static final int LOCK_ATTEMPTS = 3;

  /** Half of what reference routers take in a second; less where that was too much. */
  private static final int MOST_AT_ONCE = 500;

  private static final int LEAST_AT_ONCE = 100;

  /** They count by the second. */
  private static final long PAUSE_NANOS = 1_100_000_000L;

  private final Engine engine;
  private final Turn turn;
  private final Session session;
  private final Map<String, GetCall> probes = new HashMap<>();
  private final List<CompletableFuture<?>> open = new ArrayList<>();
  private final Deque<String> unseen = new ArrayDeque<>();
  private int atOnce = MOST_AT_ONCE;
  private Fence asked;

  Recovery(Engine engine, Turn turn, Session session) {
    this.engine = engine;
    this.turn = turn;
    this.session = session;
  }

  /** Holding the lock. */
  void begin() {
    engine.subscriptions().all().forEach(engine::subscribe);
    engine
        .announcements()
        .all()
        .forEach(one -> session.write(AnnounceCall.of(one, session.nextDeadline())));
    java.util.Set<String> addresses = new LinkedHashSet<>(engine.locks().held().keySet());
    engine.calls().unconfirmed().forEach(call -> addresses.add(call.address));
    unseen.addAll(addresses);
    look();
    askAgainLater();
  }

  private Fence fence() {
    asked = session.fence();
    return asked;
  }

  private void look() {
    List<String> some = new ArrayList<>();
    while (some.size() < atOnce && !unseen.isEmpty()) {
      some.add(unseen.pollFirst());
      session.write(probe(some.get(some.size() - 1)));
    }
    fence().thenRun(() -> turn.run(() -> looked(some)));
    session.flush();
  }

  /** What a router had no time for says nothing about the param. */
  private void looked(List<String> some) {
    if (session.phase() != Session.Phase.RECOVERING) {
      return;
    }
    boolean limited = session.takeLimited();
    List<String> again = some.stream().filter(address -> isUnclear(address, limited)).toList();
    unseen.addAll(again);
    if (!again.isEmpty()) {
      atOnce = Math.max(LEAST_AT_ONCE, atOnce / 2);
      later(this::look);
    } else if (!unseen.isEmpty()) {
      look();
    } else {
      sendAgain();
    }
  }

  private boolean isUnclear(String address, boolean limited) {
    GetCall probe = probes.get(address);
    return probe.decided() == null
        && (limited || probe.decidedCode() == ErrorCode.LIMIT_EXCEEDED.code());
  }

  private void later(Runnable task) {
    engine.later(
        PAUSE_NANOS,
        () ->
            session.post(
                () ->
                    turn.run(
                        () -> {
                          if (session.phase() == Session.Phase.RECOVERING) {
                            task.run();
                            session.flush();
                          }
                        })));
  }

  /** A PING may have been too much, too, or got lost. */
  private void askAgainLater() {
    later(
        () -> {
          if (!asked.isDone()) {
            session.pending().asksAgain();
            session.fence();
          }
          askAgainLater();
        });
  }

  /** As it was decided under the lock: futures may complete on several threads in any order. */
  private ResendRule.Seen seen(String address) {
    GetCall probe = probes.get(address);
    return probe == null
        ? new ResendRule.Seen(null, false)
        : new ResendRule.Seen(
            probe.decided(), probe.decidedCode() == ErrorCode.ADDRESS_NOT_FOUND.code());
  }

  private GetCall probe(String address) {
    GetCall probe =
        new GetCall(
            address, Frame.wrap(FrameCodec.encode(new Get(address))), session.nextDeadline());
    probes.put(address, probe);
    return probe;
  }

  /** Everything that was there is known now. */
  private void sendAgain() {
    if (session.phase() != Session.Phase.RECOVERING) {
      return;
    }
    Map<String, List<SetCall>> byAddress = new LinkedHashMap<>();
    List<SetCall> calls = engine.calls().takeUnconfirmed();
    calls.forEach(
        call -> byAddress.computeIfAbsent(call.address, any -> new ArrayList<>()).add(call));
    ResendRule rule = new ResendRule(turn, engine.ownSessions(), engine.clock().known());
    java.util.Set<SetCall> again = new HashSet<>();
    byAddress.forEach(
        (address, ofOne) -> {
          ResendRule.Plan plan = rule.plan(ofOne, seen(address));
          plan.confirmed().forEach(call -> engine.locks().acknowledged(call.set));
          again.addAll(plan.again());
        });
    engine.locks().held().forEach(this::lock);
    for (SetCall call : calls) {
      if (again.contains(call) && !call.over) {
        call.answered = false;
        call.sentBefore = true;
        session.write(call);
      }
    }
    open.add(fence());
    session.flush();
    CompletableFuture.allOf(open.toArray(CompletableFuture[]::new))
        .thenRun(() -> turn.run(() -> engine.up(session)));
  }

  /** Asks for a lock without changing the param. */
  private void lock(String address, Value last) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    open.add(done);
    lock(address, last, 1, done);
  }

  private void lock(String address, Value last, int attempt, CompletableFuture<Void> done) {
    Snapshot.Entry entry = seen(address).entry();
    Set set =
        entry == null
            ? new Set(address, last, null, true, false, null)
            : new Set(address, entry.value(), entry.revision(), true, false, null);
    SetCall call = new SetCall(set, Frame.wrap(FrameCodec.encode(set)), session.nextDeadline());
    session.write(call);
    call.whenComplete(
        (revision, failure) -> {
          boolean changed =
              failure instanceof ClaspException told
                  && told.code() == ErrorCode.REVISION_CONFLICT.code();
          if (changed && attempt < LOCK_ATTEMPTS) {
            turn.run(() -> lookAgain(address, last, attempt, done));
          } else {
            turn.run(() -> lockDecided(address, failure));
            done.complete(null);
          }
        });
  }

  private void lookAgain(String address, Value last, int attempt, CompletableFuture<Void> done) {
    if (session.phase() == Session.Phase.OVER) {
      return;
    }
    GetCall probe = probe(address);
    session.write(probe);
    session.flush();
    probe.whenComplete(
        (entry, failure) ->
            turn.run(
                () -> {
                  if (session.phase() != Session.Phase.OVER) {
                    lock(address, last, attempt + 1, done);
                    session.flush();
                  }
                }));
  }

  private void lockDecided(String address, Throwable failure) {
    // With the session it is not the lock that was lost, but the chance to ask for it.
    if (failure != null && session.phase() != Session.Phase.OVER) {
      engine.locks().lost(address);
      String text = "the lock of " + address + " was lost: " + failure.getMessage();
      engine.failed(new ClaspException(0, text, address, failure));
    }
  }
}
