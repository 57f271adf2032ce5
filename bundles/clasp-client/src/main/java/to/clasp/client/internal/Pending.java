package to.clasp.client.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import to.clasp.protocol.Ack;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Result;
import to.clasp.protocol.Snapshot;

/**
 * What was sent and not yet answered, in the order in which it was sent. A router answers a session
 * in that order, so the answer to an address is that of the first call about it. Used under the
 * {@link Turn}.
 */
final class Pending {
  /** How far behind the first unanswered call an answer is looked for. */
  private static final int SCAN = 256;

  /** Rights that have ended, a router that ends, events that were dropped. */
  private static final Set<Integer> ABOUT_THE_SESSION =
      Stream.of(
              ErrorCode.UNAUTHORIZED,
              ErrorCode.TOKEN_EXPIRED,
              ErrorCode.SERVICE_UNAVAILABLE,
              ErrorCode.TIMEOUT,
              ErrorCode.OVERFLOW)
          .map(ErrorCode::code)
          .collect(Collectors.toUnmodifiableSet());

  private final Turn turn;
  private final boolean ordered;
  private final Deque<Call<?>> calls = new ArrayDeque<>();
  private final Deque<Fence> fences = new ArrayDeque<>();
  private ErrorMessage unclear;
  private long lateBytes;
  private int gets;

  /**
   * @param ordered whether the connection keeps the order
   */
  Pending(Turn turn, boolean ordered) {
    this.turn = turn;
    this.ordered = ordered;
  }

  void add(Call<?> call) {
    calls.addLast(call);
    if (call instanceof Fence fence) {
      fences.addLast(fence);
    } else if (call instanceof GetCall) {
      gets++;
    }
  }

  int size() {
    return calls.size();
  }

  /** The call that an ACK answers, or null. */
  Call<?> take(Ack ack) {
    Call<?> call = first(candidate -> candidate.takes(ack));
    if (call == null) {
      return null;
    }
    answered(call);
    long revision = ack.revision() == null ? 0 : ack.revision();
    if (call instanceof SetCall set) {
      turn.succeed(set, revision);
    } else if (call instanceof BundleCall bundle) {
      turn.succeed(bundle, revision);
    } else if (call instanceof AnnounceCall announce) {
      turn.succeed(announce, null);
    }
    return call;
  }

  /** Whether it was the answer to something. */
  boolean take(ErrorMessage error) {
    Call<?> call = error.address() == null ? firstIfSure(error) : first(one -> one.takes(error));
    if (call == null) {
      return false;
    }
    answered(call);
    boolean again = call instanceof SetCall set && set.sentBefore && set.set.revision() != null;
    String doubt = again ? " (it was sent before the connection was lost, and may be done)" : "";
    turn.fail(call, error.code(), error.message() + doubt, null);
    return true;
  }

  /**
   * Reference routers tell no address when a message was too much. It is that of the first
   * unanswered call, unless there was something in between that gets no answer.
   */
  private Call<?> firstIfSure(ErrorMessage error) {
    if (ABOUT_THE_SESSION.contains(error.code())) {
      return null;
    }
    Call<?> call = first(candidate -> !(candidate instanceof Fence));
    if (call == null || call.afterOneWay) {
      unclear = error;
      return null;
    }
    return call;
  }

  /**
   * A GET is answered at once if nothing before it is open that could have been told of as well;
   * else with what was told last before the PONG.
   */
  void take(Snapshot snapshot) {
    if (gets == 0 || snapshot.entries().size() != 1) {
      return;
    }
    Snapshot.Entry entry = snapshot.entries().get(0);
    boolean sure = true;
    int looked = 0;
    for (Call<?> call : calls) {
      if (call.answered || call instanceof Fence) {
        continue;
      }
      if (call instanceof GetCall get && get.address.equals(entry.address())) {
        take(get, entry, sure);
        return;
      }
      sure &= call instanceof GetCall;
      if (++looked > SCAN) {
        return;
      }
    }
  }

  private void take(GetCall get, Snapshot.Entry entry, boolean sure) {
    if (sure) {
      answered(get);
      turn.succeed(get, entry);
    } else {
      get.told(entry);
    }
  }

  boolean take(Result result, int bytes) {
    Call<?> call = first(candidate -> candidate instanceof QueryCall);
    if (call instanceof QueryCall query) {
      query.add(result, bytes);
    }
    return call != null;
  }

  /** The router has gone past everything up to the first PING. */
  boolean takePong() {
    Fence fence = fences.poll();
    if (fence == null) {
      return false;
    }
    String note = unclear == null ? "" : "; it said: " + unclear.message();
    unclear = null;
    // Passed only afterwards, because that removes what is answered from the head.
    List<Call<?>> passed = new ArrayList<>();
    Iterator<Call<?>> all = calls.iterator();
    for (Call<?> call = all.next(); call != fence; call = all.next()) {
      if (ordered || isPassed(call)) {
        all.remove();
        passed.add(call);
      }
    }
    all.remove();
    passed.forEach(call -> pass(call, note));
    pass(fence, note);
    return true;
  }

  /** Whether a PONG behind it ends it even if the order is not kept. */
  private static boolean isPassed(Call<?> call) {
    return call.answered || call.fence() != FenceRule.NONE || call instanceof Fence;
  }

  private void pass(Call<?> call, String note) {
    if (!call.answered) {
      answered(call);
      call.passed(turn, note);
    }
  }

  private void answered(Call<?> call) {
    call.answered = true;
    if (call instanceof GetCall) {
      gets--;
    }
    while (!calls.isEmpty() && calls.peekFirst().answered) {
      calls.pollFirst();
    }
  }

  private Call<?> first(Predicate<Call<?>> wanted) {
    int looked = 0;
    for (Call<?> call : calls) {
      if (!call.answered) {
        if (wanted.test(call)) {
          return call;
        }
        if (++looked > SCAN) {
          return null;
        }
      }
    }
    return null;
  }

  /**
   * Fails what is late. What is left behind is known by its answer, should it come; not where
   * messages get lost, for there the next answer is rather that of a later call.
   */
  int expire(long now, String why) {
    int late = 0;
    lateBytes = 0;
    for (Call<?> call : calls) {
      if (call.deadline - now <= 0 && !call.answered && !call.over) {
        late++;
        turn.fail(call, 0, why, null);
      }
      lateBytes += call.over ? call.cost() : 0;
    }
    if (late > 0 && !ordered) {
      forgetLate();
    }
    return late;
  }

  /**
   * Another PING is about to go out. Where messages get lost, the PONGs of those before it are not
   * waited for any more; else every later PONG would be taken for that of an earlier PING.
   */
  void asksAgain() {
    if (!ordered) {
      fences.clear();
    }
  }

  /** What is kept only to know late answers by, when it was looked at last. */
  long lateBytes() {
    return lateBytes;
  }

  private void forgetLate() {
    fences.removeIf(fence -> fence.over);
    gets -= (int) calls.stream().filter(Pending::isLateGet).count();
    calls.removeIf(call -> call.over);
  }

  private static boolean isLateGet(Call<?> call) {
    return call instanceof GetCall && call.over && !call.answered;
  }

  /** Whether something is open for so long that another PING should tell what became of it. */
  boolean needsFence(long now, long callNanos) {
    boolean asked = !fences.isEmpty() && fences.peekLast().deadline - now > callNanos / 4 * 3;
    return !asked
        && calls.stream()
            .limit(SCAN)
            .anyMatch(call -> !call.answered && call.deadline - now < callNanos / 2);
  }

  /** The connection is gone. */
  List<Call<?>> removeAll() {
    List<Call<?>> left = new ArrayList<>();
    calls.stream().filter(call -> !call.answered && !call.over).forEach(left::add);
    calls.clear();
    fences.clear();
    gets = 0;
    return left;
  }
}
