package to.clasp.testkit.failover;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What one writer knows of the only param it writes: the values 1, 2, 3, … it has sent, and the
 * revisions it got for them. Only this writer writes the param, so each ACK must tell the next
 * revision. The exception is the first ACK after a lost connection: SETs that were on their way may
 * have been applied without an ACK, and each of them may have taken one revision.
 */
final class Ledger {
  private final Deque<Long> unacknowledged = new ArrayDeque<>();
  private final List<String> problems = new ArrayList<>();
  private long made;
  private long acknowledged;
  private long revision;
  private long resent;
  private long doubled;

  /** How many of the unacknowledged were written to the connection of this moment. */
  private int onTheWay;

  /** How many SETs were on their way when connections were lost, since the last ACK. */
  private long inDoubt;

  /** The next value, which is written at once. */
  long next() {
    unacknowledged.add(++made);
    onTheWay++;
    return made;
  }

  /** The values to write again to a new connection, in order. */
  List<Long> again() {
    onTheWay = unacknowledged.size();
    resent += onTheWay;
    return List.copyOf(unacknowledged);
  }

  void connectionLost() {
    inDoubt += onTheWay;
    onTheWay = 0;
  }

  void acknowledged(long told) {
    if (onTheWay == 0) {
      problems.add("an ACK for nothing, revision " + told);
      return;
    }
    long value = unacknowledged.remove();
    onTheWay--;
    acknowledged = value;
    long gap = told - revision - 1;
    if (gap < 0 || gap > inDoubt) {
      problems.add(
          "value %d got revision %d after %d, with %d SETs in doubt"
              .formatted(value, told, revision, inDoubt));
    }
    doubled += Math.max(0, gap);
    revision = told;
    inDoubt = 0;
  }

  /** How many SETs wait for an ACK. */
  int waiting() {
    return unacknowledged.size();
  }

  /** The last value with an ACK, and so the number of SETs that were acknowledged. */
  long acknowledged() {
    return acknowledged;
  }

  /** The revision of the last ACK. */
  long revision() {
    return revision;
  }

  /** How many SETs were written again. */
  long resent() {
    return resent;
  }

  /** How many SETs took a revision without an ACK. */
  long doubled() {
    return doubled;
  }

  List<String> problems() {
    return List.copyOf(problems);
  }
}
