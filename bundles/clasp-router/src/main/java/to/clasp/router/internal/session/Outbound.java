package to.clasp.router.internal.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import to.clasp.router.internal.fanout.Outgoing;
import to.clasp.router.internal.insight.SessionCounters;

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
    /** There is no room for a reply, or for telling what is gone: the session cannot go on. */
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
  private final SessionCounters counters;
  private final Place ends = new Place(null);
  private final Map<String, Place> params = new HashMap<>();
  private final Deque<Place> streams = new ArrayDeque<>();
  private int queuedParams;
  private int events;
  private int replies;
  private long replyBytes;
  private long droppableBytes;

  Outbound(OutboundLimits limits, SessionCounters counters) {
    this.limits = limits;
    this.counters = counters;
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
    return replyBytes + droppableBytes;
  }

  /** How many messages wait. */
  int size() {
    return queuedParams + streams.size() + events + replies;
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
    if (place != null) {
      return replace(place, message);
    }
    if (queuedParams >= limits.maxParams() || !hasRoomFor(message.frame().length())) {
      return dropParamsFor(message);
    }
    appendParam(message);
    return Outcome.QUEUED;
  }

  private void appendParam(Outgoing message) {
    params.put(message.address(), append(message));
    queuedParams++;
  }

  private Outcome replace(Place place, Outgoing message) {
    int growth = message.frame().length() - place.message.frame().length();
    if (!hasRoomFor(growth)) {
      return dropParamsFor(message);
    }
    droppableBytes += growth;
    place.message = message;
    counters.conflated(1);
    return Outcome.QUEUED;
  }

  private Outcome offerStream(Outgoing message) {
    while (streams.size() >= limits.maxMessages() || !hasRoomFor(message.frame().length())) {
      Place oldest = streams.poll();
      if (oldest == null) {
        return Outcome.DROPPED;
      }
      unlink(oldest);
      counters.streamDropped();
    }
    streams.add(append(message));
    return Outcome.QUEUED;
  }

  private Outcome offerEvent(Outgoing message) {
    if (events >= limits.maxMessages() || !hasRoomFor(message.frame().length())) {
      return Outcome.DROPPED;
    }
    append(message);
    events++;
    return Outcome.QUEUED;
  }

  private Outcome offerReply(Outgoing message) {
    long grown = replyBytes + message.frame().length();
    if (replies >= limits.maxReplies() || grown > limits.maxBytes()) {
      return Outcome.OVERFLOW;
    }
    append(message);
    replies++;
    if (message.tellsParams()) {
      // A later param must not take a place before this reply, which may tell an older value.
      params.clear();
    }
    return Outcome.QUEUED;
  }

  /** Replies have a budget of their own, so that nothing droppable can crowd them out. */
  private boolean hasRoomFor(int size) {
    return droppableBytes + size <= limits.maxBytes();
  }

  private void count(Outgoing message, int sign) {
    if (message.kind() == Outgoing.Kind.REPLY) {
      replyBytes += sign * message.frame().length();
    } else {
      droppableBytes += sign * message.frame().length();
    }
  }

  private void forgetParam(String address, Place place) {
    params.remove(address, place);
    queuedParams--;
  }

  /** Drops the params for a snapshot, but not what it cannot tell: that some are gone. */
  private Outcome dropParamsFor(Outgoing message) {
    dropParams();
    if (!message.isRemoval()) {
      counters.conflated(1);
      return Outcome.RESYNC;
    }
    if (queuedParams >= limits.maxParams() || !hasRoomFor(message.frame().length())) {
      return Outcome.OVERFLOW;
    }
    appendParam(message);
    return Outcome.RESYNC;
  }

  private void dropParams() {
    int before = queuedParams;
    params.clear();
    queuedParams = 0;
    for (Place place = ends.next; place != ends; place = place.next) {
      if (place.message.isRemoval()) {
        queuedParams++;
      } else if (place.message.kind() == Outgoing.Kind.PARAM) {
        unlink(place);
      }
    }
    counters.conflated(before - queuedParams);
  }

  private Place append(Outgoing message) {
    Place place = new Place(message);
    place.previous = ends.previous;
    place.next = ends;
    ends.previous.next = place;
    ends.previous = place;
    count(message, 1);
    return place;
  }

  private void unlink(Place place) {
    place.previous.next = place.next;
    place.next.previous = place.previous;
    count(place.message, -1);
  }
}
