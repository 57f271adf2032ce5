package to.clasp.mqtt.internal.session;

import to.clasp.mqtt.internal.packet.ClientLink;
import to.clasp.mqtt.internal.packet.Counters;
import to.clasp.mqtt.internal.packet.Publication;
import to.clasp.mqtt.internal.topic.Topic;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;

/**
 * What the router gives to a session, on its way to the client. Used by the session's loop only.
 */
final class Delivering {
  private static final int[] NO_IDENTIFIERS = {};

  private final ClientSession session;
  private final Publications publications;
  private final Counters counters;
  private int snapshots;

  Delivering(ClientSession session, Publications publications, Counters counters) {
    this.session = session;
    this.publications = publications;
    this.counters = counters;
  }

  Publications publications() {
    return publications;
  }

  /** Params that are told from now on are retained ones. */
  void beginRetained() {
    snapshots++;
  }

  void endRetained() {
    snapshots--;
  }

  void onSet(Set set, String origin, Object attachment) {
    Publication message = publications.of(set, origin, attachment);
    if (message == null) {
      counters.publishesDropped.increment();
    } else {
      onLive(message, session.isOwn(origin));
    }
  }

  void onPublish(Publish publish, String origin, Object attachment) {
    Publication message = publications.of(publish, origin, attachment);
    if (message == null) {
      counters.publishesDropped.increment();
    } else {
      onLive(message, session.isOwn(origin));
    }
  }

  private void onLive(Publication message, boolean own) {
    Subscriptions.Match match = session.subscriptions().match(message.topic());
    if (match == null || own && !wantsOwn(match)) {
      return;
    }
    boolean retain = match.retainAsPublished() && message.origin().retain();
    int qos = Math.min(match.qos(), message.origin().qos());
    give(message, qos, retain, match.identifiers());
  }

  /** Whether the client is to get an event that it publishes itself. */
  boolean wantsOwn(String address) {
    if (session.subscriptions().size() == 0 || !session.mayRead(address)) {
      return false;
    }
    Topic topic = publications.topicOf(address);
    Subscriptions.Match match = topic == null ? null : session.subscriptions().match(topic);
    return match != null && wantsOwn(match);
  }

  /** In MQTT 5 the client says so itself. */
  private boolean wantsOwn(Subscriptions.Match match) {
    return session.isMqtt5() ? !match.noLocal() : session.rules().echo();
  }

  void onSnapshot(Snapshot snapshot) {
    for (Snapshot.Entry entry : snapshot.entries()) {
      Publication message = publications.of(entry);
      Subscriptions.Match match =
          message == null ? null : session.subscriptions().match(message.topic());
      if (match != null) {
        int qos = Math.min(match.qos(), message.origin().qos());
        giveOfSnapshot(message, qos, snapshots > 0, match.identifiers());
      }
    }
  }

  private void giveOfSnapshot(Publication message, int qos, boolean retain, int[] identifiers) {
    if (qos > 0) {
      int[] told = session.isMqtt5() ? identifiers : NO_IDENTIFIERS;
      session.outflow().offerOfSnapshot(message, qos, retain, told);
    } else {
      give(message, 0, retain, identifiers);
    }
  }

  /** Gives a message of a shared subscription. */
  void onShared(Publication message, int qos, int identifier, ShareGroup group) {
    int lower = Math.min(qos, message.origin().qos());
    boolean told = identifier != 0 && session.isMqtt5();
    int[] identifiers = told ? new int[] {identifier} : NO_IDENTIFIERS;
    if (lower == 0) {
      giveApart(message, 0, false, identifiers);
    } else if (session.isEnded()) {
      group.again(message);
    } else {
      session.outflow().offerShared(message, lower, identifiers, group);
    }
  }

  private void give(Publication message, int qos, boolean retain, int[] identifiers) {
    int[] told = session.isMqtt5() ? identifiers : NO_IDENTIFIERS;
    if (qos > 0) {
      session.outflow().offer(message, qos, retain, told);
    } else if (session.link() != null) {
      session.link().publish(message, retain, told);
    }
  }

  /** The router does not ask before whether the client takes more. */
  private void giveApart(Publication message, int qos, boolean retain, int[] identifiers) {
    ClientLink link = session.link();
    if (qos == 0 && link != null && !link.isWritable()) {
      counters.publishesDropped.increment();
    } else {
      give(message, qos, retain, identifiers);
    }
  }

  /** Gives a message of the server about itself. */
  void onSystem(Publication message, int qos) {
    giveApart(message, Math.min(qos, 1), true, NO_IDENTIFIERS);
  }
}
