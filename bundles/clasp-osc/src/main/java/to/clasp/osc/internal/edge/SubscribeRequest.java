package to.clasp.osc.internal.edge;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Value;

/**
 * A client subscribes. Values that are there are told behind their number, so they are gathered;
 * what changes meanwhile takes the place of what was gathered.
 */
final class SubscribeRequest implements Request {
  private static final int MOST_GATHERED = 4096;
  private static final int MANY = -1;

  private final Outbox outbox;
  private final Subscriptions subscriptions;
  private final String pattern;
  private final Subscriptions.Entry entry;
  private final Manner manner;
  private final Map<String, Value> gathered = new LinkedHashMap<>();
  private boolean told;

  /** What a client is told at once. */
  enum Manner {
    /** How many values there are, and the values. */
    ANNOUNCED,
    /** The values. */
    VALUES,
    /** Nothing. */
    SILENT
  }

  SubscribeRequest(
      Outbox outbox,
      Subscriptions subscriptions,
      String pattern,
      Subscriptions.Entry entry,
      Manner manner) {
    this.outbox = outbox;
    this.subscriptions = subscriptions;
    this.pattern = pattern;
    this.entry = entry;
    this.manner = manner;
  }

  @Override
  public void found(Snapshot.Entry param) {
    if (manner == Manner.SILENT) {
      return;
    }
    if (told) {
      outbox.value(param.address(), param.value(), entry.to());
      return;
    }
    gathered.put(param.address(), param.value());
    if (gathered.size() > MOST_GATHERED) {
      tell(MANY);
    }
  }

  @Override
  public boolean replaces(String address, Value value) {
    return gathered.replace(address, value) != null;
  }

  @Override
  public void refused(ErrorMessage why) {
    subscriptions.remove(pattern, entry);
    if (manner == Manner.ANNOUNCED) {
      outbox.error(why);
    }
  }

  @Override
  public void done() {
    if (!told) {
      tell(gathered.size());
    }
  }

  private void tell(int count) {
    told = true;
    if (manner == Manner.ANNOUNCED) {
      outbox.subscribed(pattern, count, entry.to());
    }
    outbox.requests().tellInTurn(this);
  }

  /**
   * Tells what was gathered, as far as the client takes it. What was gathered refers to values that
   * are there anyway; written down, it would be memory for each client that does not read.
   *
   * @return false if something is left
   */
  boolean tellOn() {
    if (!subscriptions.contains(pattern, entry)) {
      gathered.clear();
    }
    Iterator<Map.Entry<String, Value>> left = gathered.entrySet().iterator();
    while (left.hasNext() && outbox.takesMore()) {
      Map.Entry<String, Value> next = left.next();
      outbox.value(next.getKey(), next.getValue(), entry.to());
      left.remove();
    }
    return gathered.isEmpty();
  }
}
