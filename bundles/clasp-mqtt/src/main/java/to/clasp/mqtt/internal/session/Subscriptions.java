package to.clasp.mqtt.internal.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import to.clasp.mqtt.internal.topic.Topic;

/** The subscriptions of one session, by their filters. Used by the session's loop only. */
final class Subscriptions {
  /** How topics of which nothing is wanted are remembered. */
  private static final Match NOTHING = new Match(0, true, false, new int[0]);

  private static final int MOST_REMEMBERED = 1024;

  /** Of those that the router does not count, because they are none of the session's own there. */
  private static final int MOST_APART = 100;

  private final Map<String, Subscription> byFilter = new LinkedHashMap<>();
  private final Map<String, Match> matches = new HashMap<>(0);
  private long lastId;
  private int apart;

  /**
   * How messages of a topic are given to the client, once however many subscriptions match.
   *
   * @param qos the highest quality of service of those that match
   * @param noLocal whether none of them wants what the client published itself
   * @param retainAsPublished whether one of them wants the flag of the sender
   * @param identifiers their numbers
   */
  record Match(int qos, boolean noLocal, boolean retainAsPublished, int[] identifiers) {}

  long nextId() {
    return ++lastId;
  }

  Subscription find(String filter) {
    return byFilter.get(filter);
  }

  /** Adds one, in the place of one with the same filter. */
  void put(Subscription subscription) {
    Subscription before = byFilter.put(subscription.filter().text(), subscription);
    apart += before == null && subscription.ids().isEmpty() ? 1 : 0;
    matches.clear();
  }

  /** Takes one away; null if there is none. */
  Subscription remove(String filter) {
    matches.clear();
    Subscription removed = byFilter.remove(filter);
    apart -= removed != null && removed.ids().isEmpty() ? 1 : 0;
    return removed;
  }

  /** Whether there is no room for a new one. */
  boolean isFullFor(Subscription wanted) {
    return wanted.ids().isEmpty()
        && !byFilter.containsKey(wanted.filter().text())
        && apart >= MOST_APART;
  }

  Collection<Subscription> all() {
    return List.copyOf(byFilter.values());
  }

  int size() {
    return byFilter.size();
  }

  /** How a topic is given, or null if no subscription matches. */
  Match match(Topic topic) {
    Match match = matches.get(topic.address());
    if (match == null) {
      match = find(topic);
      if (matches.size() == MOST_REMEMBERED) {
        matches.clear();
      }
      matches.put(topic.address(), match);
    }
    return match == NOTHING ? null : match;
  }

  private Match find(Topic topic) {
    int qos = -1;
    boolean noLocal = true;
    boolean asPublished = false;
    List<Integer> identifiers = new ArrayList<>(0);
    for (Subscription each : byFilter.values()) {
      if (!each.filter().isShared() && each.matches(topic)) {
        qos = Math.max(qos, each.options().qos());
        noLocal &= each.options().noLocal();
        asPublished |= each.options().retainAsPublished();
        if (each.options().identifier() > 0) {
          identifiers.add(each.options().identifier());
        }
      }
    }
    if (qos < 0) {
      return NOTHING;
    }
    return new Match(
        qos, noLocal, asPublished, identifiers.stream().mapToInt(Integer::intValue).toArray());
  }
}
