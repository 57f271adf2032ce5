package to.clasp.router.internal.signal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;

/**
 * The timelines that run or will run, by address, bounded in number and bytes. Its owner guards it
 * with its monitor.
 */
final class TimelineStore {
  private final Map<String, StoredTimeline> byAddress = new HashMap<>();
  private long bytes;
  private int played;

  /** None of those that are kept ends before. */
  private long nextEnd = Long.MAX_VALUE;

  /**
   * Takes a timeline in place of the one at its address. One that has ended is not kept.
   *
   * @param now the router's clock in µs
   * @throws ProtocolException if there is no room for it; nothing has changed then
   */
  void put(StoredTimeline timeline, TimelineRules rules, long now) {
    forgetEnded(now);
    if (timeline.until() <= now) {
      cancel(timeline.address());
      return;
    }
    requireRoom(timeline, byAddress.get(timeline.address()), rules);
    cancel(timeline.address());
    byAddress.put(timeline.address(), timeline);
    count(timeline, 1);
    nextEnd = Math.min(nextEnd, timeline.until());
  }

  private void requireRoom(StoredTimeline added, StoredTimeline replaced, TimelineRules rules) {
    boolean playsReplaced = replaced != null && replaced.isPlayed();
    if (byAddress.size() - (replaced == null ? 0 : 1) >= rules.maxTimelines()) {
      throw full(added, "keeps at most " + rules.maxTimelines() + " timelines");
    }
    long others = bytes - (replaced == null ? 0 : replaced.bytes());
    if (others + added.bytes() > rules.maxTimelineBytes()) {
      throw full(added, "keeps at most " + rules.maxTimelineBytes() + " bytes of timelines");
    }
    if (added.isPlayed() && played - (playsReplaced ? 1 : 0) >= rules.maxPlayingTimelines()) {
      throw full(added, "plays at most " + rules.maxPlayingTimelines() + " timelines at a time");
    }
  }

  private static ProtocolException full(StoredTimeline timeline, String text) {
    return new ProtocolException(
        ErrorCode.LIMIT_EXCEEDED, "the router " + text, timeline.address());
  }

  /** Ends the timeline at an address, if there is one. */
  void cancel(String address) {
    StoredTimeline removed = byAddress.remove(address);
    if (removed != null) {
      removed.cancel();
      count(removed, -1);
    }
  }

  /** Ends the timelines that a session has published. */
  void cancelAllOf(String sessionId) {
    List.copyOf(byAddress.values()).stream()
        .filter(timeline -> timeline.isPublishedBy(sessionId))
        .forEach(timeline -> cancel(timeline.address()));
  }

  /** The timeline at an address, or null if none runs there or will. */
  StoredTimeline find(String address, long now) {
    StoredTimeline found = byAddress.get(address);
    return found == null || found.until() <= now ? null : found;
  }

  /** The addresses at which there is one, perhaps over by now, as far as they are wanted. */
  List<String> addresses(Predicate<String> wanted) {
    List<String> found = new ArrayList<>();
    for (String address : byAddress.keySet()) {
      if (wanted.test(address)) {
        found.add(address);
      }
    }
    return found;
  }

  private void forgetEnded(long now) {
    if (now < nextEnd) {
      return;
    }
    nextEnd = Long.MAX_VALUE;
    byAddress.values().removeIf(timeline -> isOver(timeline, now));
  }

  private boolean isOver(StoredTimeline timeline, long now) {
    if (timeline.until() > now) {
      nextEnd = Math.min(nextEnd, timeline.until());
      return false;
    }
    count(timeline, -1);
    return true;
  }

  private void count(StoredTimeline timeline, int sign) {
    bytes += sign * timeline.bytes();
    played += timeline.isPlayed() ? sign : 0;
  }
}
