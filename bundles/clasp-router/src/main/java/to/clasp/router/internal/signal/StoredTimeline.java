package to.clasp.router.internal.signal;

import to.clasp.protocol.Publish;
import to.clasp.protocol.Timeline;
import to.clasp.router.internal.fanout.Outgoing;
import to.clasp.router.internal.session.Session;

/** A timeline as it was published. */
final class StoredTimeline {
  private final String publisher;
  private final long rightsEnd;
  private final String address;
  private final Outgoing message;
  private final long start;
  private final long end;
  private final int playbackRate;

  /** Null if it is not played, because the objects take many times the memory of the message. */
  private final Timeline played;

  private volatile boolean cancelled;

  /**
   * @param now the router's clock in µs
   * @param playbackRate how often a second it is played into a param; 0 for never
   */
  StoredTimeline(
      Session from,
      Publish publish,
      Outgoing message,
      Timeline timeline,
      long now,
      int playbackRate) {
    this.publisher = from.id();
    this.rightsEnd = from.rights().expiry();
    this.address = publish.address();
    this.message = Outgoing.kept(message);
    this.start = startOf(publish, timeline, now);
    this.end = endOf(timeline, start);
    this.playbackRate = playbackRate;
    this.played = playbackRate > 0 && !timeline.keyframes().isEmpty() ? timeline : null;
  }

  private static long startOf(Publish publish, Timeline timeline, long now) {
    if (timeline.startTime() != null) {
      return timeline.startTime();
    }
    // As a signed number, a time stamp beyond any date is negative.
    return publish.timestamp() != null && publish.timestamp() >= 0 ? publish.timestamp() : now;
  }

  private static long endOf(Timeline timeline, long start) {
    long length = timeline.length();
    boolean endless = timeline.loop() && length > 0 && !timeline.keyframes().isEmpty();
    return endless || length > Long.MAX_VALUE - start ? Long.MAX_VALUE : start + length;
  }

  String address() {
    return address;
  }

  Outgoing message() {
    return message;
  }

  int bytes() {
    return message.frame().length();
  }

  /** µs since 1970-01-01 UTC. */
  long start() {
    return start;
  }

  /** µs since 1970-01-01 UTC. */
  long end() {
    return end;
  }

  /** When nobody is told of it any more: at its end, or with the rights of its publisher. */
  long until() {
    return Math.min(end, rightsEnd);
  }

  boolean isPublishedBy(String sessionId) {
    return publisher.equals(sessionId);
  }

  /** Whether it must not be played any more. */
  boolean isStopped(long now) {
    return cancelled || now >= rightsEnd;
  }

  boolean isPlayed() {
    return played != null;
  }

  Timeline played() {
    return played;
  }

  /** Samples per second, if it is played. */
  int playbackRate() {
    return playbackRate;
  }

  /** It was replaced or ended by a message, so it must not be played any more. */
  void cancel() {
    cancelled = true;
  }
}
