package to.clasp.router.internal.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import to.clasp.router.internal.fanout.Outgoing;

/**
 * What waits for a session while its connection is not writable, bounded by what a message means: a
 * param replaces an earlier value of its address, of streams the oldest go, of events the newest,
 * and replies stay. Used by the session's loop only.
 */
final class Outbound {

  /** What became of a message that was offered. */
  enum Outcome {
    /** It waits, perhaps in place of an older one. */
    QUEUED,
    /** It was dropped; the receiver should be told. */
    DROPPED,
    /** Too many params wait: all of them were dropped, a snapshot has to follow. */
    RESYNC,
    /** There is no room for a reply: the session cannot go on. */
    OVERFLOW
  }

  /** A place in the queue; linked both ways, because the oldest stream may stand anywhere. */
  private static final class Place {
    private Outgoing message;
    private Place previous;
    private Place next;

    Place(Outgoing message) {
      this.message = message;
    }
  }

  private final OutboundLimits limits;
  private final Place ends = new Place(null);
  private final Map<String, Place> params = new HashMap<>();
  private final Deque<Place> streams = new ArrayDeque<>();
  private int queuedParams;
  private int events;
  private int replies;
  private long bytes;

  Outbound(OutboundLimits limits) {
    this.limits = limits;
    ends.previous = ends;
    ends.next = ends;
  }

  boolean isEmpty() {
    return ends.next == ends;
  }

  boolean hasReplies() {
    return replies > 0;
  }

  long bytes() {
    return bytes;
  }

  Outcome offer(Outgoing message) {
    return switch (message.kind()) {
      case PARAM -> offerParam(message);
      case STREAM -> offerStream(message);
      case EVENT -> offerEvent(message);
      case REPLY -> offerReply(message);
    };
  }

  /** Takes the first message, or null if nothing waits. */
  Outgoing poll() {
    if (isEmpty()) {
      return null;
    }
    Place first = ends.next;
    Outgoing message = first.message;
    unlink(first);
    switch (message.kind()) {
      case PARAM -> forgetParam(message.address(), first);
      case STREAM -> streams.poll();
      case EVENT -> events--;
      case REPLY -> replies--;
    }
    return message;
  }

  private Outcome offerParam(Outgoing message) {
    Place place = params.get(message.address());
    if (!hasRoomFor(message)) {
      return dropParams();
    }
    if (place != null) {
      bytes += message.frame().length() - place.message.frame().length();
      place.message = message;
      return Outcome.QUEUED;
    }
    if (queuedParams >= limits.maxParams()) {
      return dropParams();
    }
    params.put(message.address(), append(message));
    queuedParams++;
    return Outcome.QUEUED;
  }

  private Outcome offerStream(Outgoing message) {
    while (streams.size() >= limits.maxMessages() || !hasRoomFor(message)) {
      Place oldest = streams.poll();
      if (oldest == null) {
        return Outcome.DROPPED;
      }
      unlink(oldest);
    }
    streams.add(append(message));
    return Outcome.QUEUED;
  }

  private Outcome offerEvent(Outgoing message) {
    if (events >= limits.maxMessages() || !hasRoomFor(message)) {
      return Outcome.DROPPED;
    }
    append(message);
    events++;
    return Outcome.QUEUED;
  }

  private Outcome offerReply(Outgoing message) {
    if (replies >= limits.maxReplies() || !hasRoomFor(message)) {
      return Outcome.OVERFLOW;
    }
    append(message);
    replies++;
    if (message.isSnapshot()) {
      // A later param must not take a place before the snapshot, which may hold an older value.
      params.clear();
    }
    return Outcome.QUEUED;
  }

  private boolean hasRoomFor(Outgoing message) {
    return bytes + message.frame().length() <= limits.maxBytes();
  }

  private void forgetParam(String address, Place place) {
    params.remove(address, place);
    queuedParams--;
  }

  private Outcome dropParams() {
    for (Place place = ends.next; place != ends; place = place.next) {
      if (place.message.kind() == Outgoing.Kind.PARAM) {
        unlink(place);
      }
    }
    params.clear();
    queuedParams = 0;
    return Outcome.RESYNC;
  }

  private Place append(Outgoing message) {
    Place place = new Place(message);
    place.previous = ends.previous;
    place.next = ends;
    ends.previous.next = place;
    ends.previous = place;
    bytes += message.frame().length();
    return place;
  }

  private void unlink(Place place) {
    place.previous.next = place.next;
    place.next.previous = place.previous;
    bytes -= place.message.frame().length();
  }
}
