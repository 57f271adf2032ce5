package to.clasp.mqtt.internal.session;

import to.clasp.mqtt.internal.packet.Publication;
import to.clasp.mqtt.internal.topic.Topic;
import to.clasp.mqtt.internal.topic.Topics;
import to.clasp.mqtt.internal.value.PayloadWriter;
import to.clasp.protocol.Message;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Ttl;

/**
 * Makes of a message what clients of MQTT get, once for all sessions of a loop, which get it one
 * soon after the other. Used by one thread.
 */
final class Publications {
  /** As many as the router hands over in one go; a power of two. */
  private static final int PLACES = 512;

  /** What takes more memory is kept for as long as it is the last one only. */
  private static final int LIGHT = 1024;

  private static final byte[] NOTHING = {};
  private static final int MIX = 0x9E37_79B9;

  private final Topics topics;
  private final boolean describe;
  private final Kept[] kept = new Kept[PLACES];
  private Kept heavy;

  private record Kept(Message source, Publication publication) {}

  /**
   * @param describe whether revision and writer are told
   */
  Publications(Topics topics, boolean describe) {
    this.topics = topics;
    this.describe = describe;
  }

  /**
   * The publication of a message.
   *
   * @return null if no topic stands for the address
   */
  Publication of(Set set, String origin, Object attachment) {
    int place = place(set.address().hashCode() ^ set.revision().intValue() * MIX);
    Publication found = find(place, set);
    if (found != null) {
      return found;
    }
    Topic topic = topics.byAddress(set.address());
    if (topic == null) {
      return null;
    }
    boolean removed = Published.isRemoval(set);
    byte[] payload = removed ? NOTHING : PayloadWriter.bytes(set.value());
    Published by = attachment instanceof Published known ? known : Published.BY_SET;
    return keep(place, set, new Publication(topic, payload, origin(set, removed, origin, by)));
  }

  private Publication.Origin origin(Set set, boolean removed, String origin, Published by) {
    boolean limited = !removed && set.ttl() != null && set.ttl().kind() != Ttl.Kind.NEVER;
    return new Publication.Origin(
        by.qos(),
        by.isRetained(),
        limited ? set.ttl().seconds() : -1,
        describe ? set.revision() : null,
        describe ? origin : null,
        by.passedOn());
  }

  /** As the other one. */
  Publication of(Publish publish, String origin, Object attachment) {
    int place = place(System.identityHashCode(publish));
    Publication found = find(place, publish);
    if (found != null) {
      return found;
    }
    Topic topic = topics.byAddress(publish.address());
    if (topic == null) {
      return null;
    }
    Published by = attachment instanceof Published known ? known : bySignal(publish.signal());
    byte[] payload = PayloadWriter.bytes(publish.value(), publish.samples());
    Publication.Origin from =
        new Publication.Origin(
            by.qos(),
            by.isRetained(),
            by.expirySeconds(),
            null,
            describe ? origin : null,
            by.passedOn());
    return keep(place, publish, new Publication(topic, payload, from));
  }

  private static Published bySignal(SignalType signal) {
    boolean flow = signal == SignalType.STREAM || signal == SignalType.GESTURE;
    return flow ? Published.BY_FLOW : Published.BY_EVENT;
  }

  /**
   * The publication of a param that is there already.
   *
   * @return null if no topic stands for the address
   */
  Publication of(Snapshot.Entry entry) {
    Topic topic = topics.byAddress(entry.address());
    if (topic == null) {
      return null;
    }
    Publication.Origin from =
        new Publication.Origin(
            Published.BY_SET.qos(),
            true,
            -1,
            describe ? entry.revision() : null,
            describe ? entry.writer() : null,
            NOTHING);
    return new Publication(topic, PayloadWriter.bytes(entry.value()), from);
  }

  /** The topic of an address, or null. */
  Topic topicOf(String address) {
    return topics.byAddress(address);
  }

  private static int place(int hash) {
    return (hash ^ hash >>> 9) & PLACES - 1;
  }

  private Publication find(int place, Message source) {
    Kept light = kept[place];
    if (light != null && light.source() == source) {
      return light.publication();
    }
    return heavy != null && heavy.source() == source ? heavy.publication() : null;
  }

  private Publication keep(int place, Message source, Publication made) {
    Kept next = new Kept(source, made);
    if (made.weight() <= LIGHT) {
      kept[place] = next;
    } else {
      heavy = next;
    }
    return made;
  }
}
