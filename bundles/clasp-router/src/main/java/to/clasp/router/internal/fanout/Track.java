package to.clasp.router.internal.fanout;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;

/**
 * The last values and events of one address, oldest first. Its monitor guards everything but the
 * address, and is held while a message is recorded and appended to the inboxes, so that what is
 * recorded and what is delivered have one order.
 */
public final class Track {
  private final String address;
  private final ArrayDeque<Outgoing> messages = new ArrayDeque<>(2);
  private int fresh;
  private boolean dropped;

  Track(String address) {
    this.address = address;
  }

  public String address() {
    return address;
  }

  /** Whether it was given up, so that a new one has to be used. */
  boolean isDropped() {
    return dropped;
  }

  /**
   * Records a message.
   *
   * @param length how many are kept
   * @return by how many bytes it grew
   */
  int add(Outgoing message, int length) {
    messages.add(message);
    fresh = Math.min(fresh + 1, length);
    int growth = Weight.of(message);
    while (messages.size() > length) {
      growth -= Weight.of(messages.poll());
    }
    return growth;
  }

  /**
   * Drops what was recorded before the last call, and itself when nothing is left.
   *
   * @return how many bytes were freed
   */
  int age() {
    int freed = 0;
    for (int old = messages.size() - fresh; old > 0; old--) {
      freed += Weight.of(messages.poll());
    }
    fresh = 0;
    if (messages.isEmpty() && !dropped) {
      dropped = true;
      freed += Weight.ofTrack(address);
    }
    return freed;
  }

  /** Drops everything. */
  int clear() {
    fresh = 0;
    return age();
  }

  /**
   * What a subscriber is told of the past; call with the monitor held. Values of a param that has
   * ended since, and the current value, are left out.
   *
   * @param count how many messages at most
   * @param types a {@link SignalType#maskBit()} for each type wanted
   * @param revision current revision of the param at the address; 0 if there is none
   */
  public List<Outgoing> last(int count, int types, long revision) {
    LinkedList<Outgoing> last = new LinkedList<>();
    long later = revision;
    for (Iterator<Outgoing> backwards = messages.descendingIterator();
        backwards.hasNext() && last.size() < count; ) {
      Outgoing message = backwards.next();
      if (message.message() instanceof Set set) {
        if (Long.compareUnsigned(set.revision(), later) < 0) {
          later = set.revision();
          addIf(types, SignalType.PARAM, last, message);
        }
      } else {
        addIf(types, SignalType.EVENT, last, message);
      }
    }
    return last;
  }

  private static void addIf(int types, SignalType type, LinkedList<Outgoing> to, Outgoing message) {
    if ((types & type.maskBit()) != 0) {
      to.addFirst(message);
    }
  }
}
