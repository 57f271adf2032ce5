package to.clasp.router.internal.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import to.clasp.protocol.AddressPattern;
import to.clasp.router.internal.fanout.History;
import to.clasp.router.internal.fanout.Interest;
import to.clasp.router.internal.fanout.Outgoing;

/**
 * Holds back what comes live from an address while the past of that address has yet to be given, so
 * that the past comes first. Used by the session's loop only.
 */
final class HeldBack {
  /** Beyond, the rest of the past is given up. */
  private static final int MAX_HELD = 4096;

  private static final int MAX_BYTES = 1024 * 1024;

  /**
   * A live message that is held back.
   *
   * @param interest as it was delivered with, or null
   */
  record Held(Outgoing message, Interest interest) {}

  private final AddressPattern pattern;
  private final Map<String, List<Held>> held = new LinkedHashMap<>();
  private final Set<String> given = new HashSet<>();
  private int count;
  private int bytes;

  HeldBack(AddressPattern pattern) {
    this.pattern = pattern;
  }

  /** Holds a live message back, or answers false because it may pass. */
  boolean hold(Outgoing message, Interest interest) {
    if (!History.isRecorded(message)
        || given.contains(message.address())
        || !pattern.matches(message.address())) {
      return false;
    }
    held.computeIfAbsent(message.address(), key -> new ArrayList<>(1))
        .add(new Held(message, interest));
    count++;
    bytes += message.frame().length();
    return true;
  }

  boolean isFull() {
    return count >= MAX_HELD || bytes >= MAX_BYTES;
  }

  /** Ends the holding back for an address and answers what was held of it. */
  List<Held> give(String address) {
    given.add(address);
    List<Held> live = held.remove(address);
    if (live == null) {
      return List.of();
    }
    count -= live.size();
    live.forEach(one -> bytes -= one.message().frame().length());
    return live;
  }

  /** Ends the holding back and answers all that is held. */
  List<Held> end() {
    List<Held> all = new ArrayList<>(count);
    held.values().forEach(all::addAll);
    held.clear();
    return all;
  }

  /** The past without what is held, which was recorded before it was delivered. */
  static List<Outgoing> without(List<Held> live, List<Outgoing> past) {
    if (live.isEmpty()) {
      return past;
    }
    Set<Outgoing> messages = Collections.newSetFromMap(new IdentityHashMap<>());
    live.forEach(held -> messages.add(held.message()));
    return past.stream().filter(message -> !messages.contains(message)).toList();
  }
}
