package to.clasp.mqtt.internal.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import to.clasp.mqtt.internal.packet.ClientLink;
import to.clasp.mqtt.internal.packet.Counters;
import to.clasp.mqtt.internal.packet.PacketSink;
import to.clasp.mqtt.internal.packet.Publication;
import to.clasp.mqtt.internal.packet.Reason;

/**
 * The messages with quality of service that are on their way to a client, or wait for it: at most
 * so many under way, the others in a queue that is bounded in number and bytes. Used by the
 * session's loop only.
 */
final class Outflow {
  private static final int LAST_ID = 65_535;

  private final int maxQueued;
  private final long maxQueuedBytes;
  private final Counters counters;
  private final Deque<Waiting> queue = new ArrayDeque<>(0);
  private final Map<Integer, Sent> inflight = new LinkedHashMap<>(0);

  /** Those under way that were not sent again yet on this connection. */
  private final Deque<Integer> untold = new ArrayDeque<>(0);

  private long queuedBytes;
  private long inflightBytes;
  private int window;
  private int lastId;
  private ClientLink link;

  private record Waiting(
      Publication message, int qos, boolean retain, int[] identifiers, ShareGroup group) {}

  private static final class Sent {
    private final Waiting what;
    private boolean received;

    /** Whether it was sent on this connection; what the client has answered counts as well. */
    private boolean told = true;

    Sent(Waiting what) {
      this.what = what;
    }
  }

  Outflow(int maxQueued, long maxQueuedBytes, Counters counters) {
    this.maxQueued = maxQueued;
    this.maxQueuedBytes = maxQueuedBytes;
    this.counters = counters;
  }

  /** Whether another message would be taken. */
  boolean hasRoom() {
    return queue.size() < maxQueued && queuedBytes < maxQueuedBytes;
  }

  int queued() {
    return queue.size();
  }

  /** Sends a message or has it wait; drops it if there is no room. */
  void offer(Publication message, int qos, boolean retain, int[] identifiers) {
    offer(new Waiting(message, qos, retain, identifiers, null), hasRoom());
  }

  /**
   * As the other one, for a param of a snapshot. The router looks for room before each snapshot,
   * whose size is bounded, so there is always room for all of its params.
   */
  void offerOfSnapshot(Publication message, int qos, boolean retain, int[] identifiers) {
    offer(new Waiting(message, qos, retain, identifiers, null), true);
  }

  /** As the other one, for a message that goes to another member if this one's session ends. */
  void offerShared(Publication message, int qos, int[] identifiers, ShareGroup group) {
    offer(new Waiting(message, qos, false, identifiers, group), hasRoom());
  }

  private void offer(Waiting next, boolean room) {
    if (link != null && queue.isEmpty() && mayBeUnderWay()) {
      send(next);
    } else if (room) {
      queue.add(next);
      queuedBytes += next.message().weight();
    } else {
      counters.publishesDropped.increment();
    }
  }

  private boolean mayBeUnderWay() {
    return inflight.size() < window && inflightBytes < maxQueuedBytes;
  }

  private void send(Waiting next) {
    if (next.message().isExpired()) {
      counters.publishesDropped.increment();
      return;
    }
    int id = nextId();
    if (link.publish(next.message(), next.qos(), id, next.retain(), false, next.identifiers())) {
      inflight.put(id, new Sent(next));
      inflightBytes += next.message().weight();
    }
  }

  private int nextId() {
    do {
      lastId = lastId == LAST_ID ? 1 : lastId + 1;
    } while (inflight.containsKey(lastId));
    return lastId;
  }

  /** The client is there: it gets again what it has not answered, then what waits. */
  void connect(ClientLink to, int most) {
    link = to;
    window = most;
    untold.clear();
    inflight.forEach(
        (id, sent) -> {
          sent.told = false;
          untold.add(id);
        });
    pump();
  }

  /** Goes on, in the old order, with what was under way on an earlier connection. */
  private void sendAgain() {
    while (!untold.isEmpty() && inflight.size() - untold.size() < window) {
      int id = untold.remove();
      Sent sent = inflight.get(id);
      Waiting what = sent.what;
      sent.told = true;
      if (sent.received) {
        link.answer(PacketSink.PUBREL, id, Reason.SUCCESS);
      } else if (!link.publish(
          what.message(), what.qos(), id, what.retain(), true, what.identifiers())) {
        remove(id, sent);
      }
    }
  }

  private void remove(int id, Sent sent) {
    inflight.remove(id);
    inflightBytes -= sent.what.message().weight();
  }

  /** The client is gone; what it has not answered is kept. */
  void disconnect() {
    link = null;
  }

  /**
   * The session ends: what was not delivered and can be goes to other members. With QoS 2 what the
   * client may have got goes to nobody else.
   */
  void handOver() {
    inflight.values().stream()
        .map(sent -> sent.what)
        .filter(what -> what.qos() == 1)
        .forEach(Outflow::handOver);
    queue.forEach(Outflow::handOver);
  }

  private static void handOver(Waiting what) {
    if (what.group() != null) {
      what.group().again(what.message());
    }
  }

  /** Forgets what the client may not read any more, and what does not count any more. */
  void retainOnly(Predicate<String> mayRead) {
    queue.removeIf(
        waiting -> {
          boolean gone =
              waiting.message().isExpired() || !mayRead.test(waiting.message().topic().address());
          queuedBytes -= gone ? waiting.message().weight() : 0;
          return gone;
        });
    inflight
        .entrySet()
        .removeIf(
            each -> {
              Sent sent = each.getValue();
              boolean gone = !sent.received && !mayRead.test(sent.what.message().topic().address());
              // The client may have got one of QoS 2, and knows its number until PUBREL.
              sent.received |= gone && sent.what.qos() == 2;
              boolean removed = gone && sent.what.qos() == 1;
              inflightBytes -= removed ? sent.what.message().weight() : 0;
              return removed;
            });
  }

  /** Sends what waits, as far as the client takes it. */
  void pump() {
    if (link != null) {
      sendAgain();
    }
    while (link != null && !queue.isEmpty() && mayBeUnderWay() && link.isWritable()) {
      Waiting next = queue.remove();
      queuedBytes -= next.message().weight();
      send(next);
    }
  }

  /** The client answers. What it answers that was never sent is ignored. */
  void onAnswer(int type, int packetId, int reason) {
    Sent sent = inflight.get(packetId);
    if (sent != null && !sent.told) {
      sent.told = untold.remove(packetId);
    }
    boolean refused = reason >= Reason.UNSPECIFIED;
    switch (type) {
      case PacketSink.PUBACK -> end(packetId, sent, 1);
      case PacketSink.PUBREC -> {
        if (refused) {
          end(packetId, sent, 2);
        } else {
          if (sent != null && sent.what.qos() == 2) {
            sent.received = true;
          }
          link.answer(
              PacketSink.PUBREL,
              packetId,
              sent == null ? Reason.PACKET_ID_NOT_FOUND : Reason.SUCCESS);
        }
      }
      default -> end(packetId, sent, 2);
    }
  }

  private void end(int packetId, Sent sent, int qos) {
    if (sent != null && sent.what.qos() == qos) {
      remove(packetId, sent);
      pump();
    }
  }
}
