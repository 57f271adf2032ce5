package to.clasp.client.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import to.clasp.protocol.ClockSync;
import to.clasp.protocol.Snapshot;

/**
 * Decides which unconfirmed SETs of one param are sent again, from what the param is now. One that
 * had taken effect is not sent again, because something newer could be overwritten.
 */
final class ResendRule {
  /** What clocks and the way may differ beside the measured rtt, in µs. */
  private static final long MARGIN = 5_000;

  private final Turn turn;
  private final Set<String> ownSessions;
  private final ClockSync clock;

  ResendRule(Turn turn, Set<String> ownSessions, ClockSync clock) {
    this.turn = turn;
    this.ownSessions = ownSessions;
    this.clock = clock;
  }

  /**
   * What the router knows about a param.
   *
   * @param entry the param, or null if there is none or it cannot be read
   * @param absent whether there is none
   */
  record Seen(Snapshot.Entry entry, boolean absent) {}

  /**
   * What becomes of SETs.
   *
   * @param confirmed have taken effect
   * @param again are to be sent
   */
  record Plan(List<SetCall> confirmed, List<SetCall> again) {}

  /** Fails those that must not be sent; the plan has the others, in order. */
  Plan plan(List<SetCall> calls, Seen seen) {
    Snapshot.Entry entry = seen.entry();
    long known = calls.get(0).knownRevision;
    if (seen.absent() || known != 0 && entry != null && entry.revision() == known) {
      return new Plan(List.of(), calls);
    } else if (entry == null || entry.writer() == null) {
      return new Plan(List.of(), lastOfPlain(calls));
    } else if (ownSessions.contains(entry.writer())) {
      return confirm(calls, entry);
    }
    return new Plan(List.of(), entry.timestamp() == null ? calls : later(calls, entry.timestamp()));
  }

  /** It holds one of these values: that one and those before it have taken effect. */
  private Plan confirm(List<SetCall> calls, Snapshot.Entry entry) {
    for (int i = calls.size() - 1; i >= 0; i--) {
      if (calls.get(i).set.value().equals(entry.value())) {
        for (SetCall earlier : calls.subList(0, i)) {
          turn.succeed(earlier, 0L);
        }
        turn.succeed(calls.get(i), entry.revision());
        return new Plan(calls.subList(0, i + 1), calls.subList(i + 1, calls.size()));
      }
    }
    return new Plan(List.of(), calls);
  }

  /** Another client wrote it last. What was sent before that has been overwritten, or would be. */
  private List<SetCall> later(List<SetCall> calls, long timestamp) {
    long local = clock.toLocal(timestamp) + clock.rttMicros() + MARGIN;
    List<SetCall> later = new ArrayList<>();
    for (SetCall call : calls) {
      if (call.sentMicros > local) {
        later.add(call);
      } else {
        turn.fail(
            call,
            0,
            "the connection was lost before it was confirmed, and another client has written"
                + " since; not sent again",
            null);
      }
    }
    return later;
  }

  /** Nothing is known: at least no older value of our own overwrites a newer one. */
  private List<SetCall> lastOfPlain(List<SetCall> calls) {
    List<SetCall> again = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      SetCall call = calls.get(i);
      if (i + 1 < calls.size() && call.isPlain() && calls.get(i + 1).isPlain()) {
        follow(call, calls.get(i + 1));
      } else {
        again.add(call);
      }
    }
    return again;
  }

  /** What becomes of the newer one becomes of it. */
  private void follow(SetCall call, SetCall newer) {
    newer.whenComplete(
        (revision, failure) ->
            turn.run(
                () -> {
                  if (failure == null) {
                    turn.succeed(call, 0L);
                  } else {
                    turn.fail(call, 0, "a newer one failed: " + failure.getMessage(), failure);
                  }
                }));
  }
}
