package to.clasp.client.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import to.clasp.client.Received;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Value;

/** Who gets what. Used under the {@link Turn}. */
final class Subscriptions {
  /** Addresses whose receivers are remembered. */
  private static final int MOST_ROUTES = 4096;

  private final Turn turn;
  private final ParamCache cache;
  private final Listeners listeners;
  private final Map<Long, ClientSubscription> byId = new LinkedHashMap<>();
  private final List<PublishListener> publishListeners = new ArrayList<>();
  private final Map<String, ClientSubscription[]> routes = new HashMap<>();

  /** Gets each PUBLISH that matches. */
  record PublishListener(AddressPattern pattern, Mailbox<Publish> mailbox) {}

  Subscriptions(Turn turn, ParamCache cache, Listeners listeners) {
    this.turn = turn;
    this.cache = cache;
    this.listeners = listeners;
  }

  void add(ClientSubscription subscription) {
    byId.put(subscription.id(), subscription);
    routes.clear();
  }

  boolean remove(ClientSubscription subscription) {
    routes.clear();
    return byId.remove(subscription.id(), subscription);
  }

  boolean contains(ClientSubscription subscription) {
    return byId.get(subscription.id()) == subscription;
  }

  List<ClientSubscription> all() {
    return List.copyOf(byId.values());
  }

  void add(PublishListener listener) {
    publishListeners.add(listener);
  }

  void remove(PublishListener listener) {
    publishListeners.remove(listener);
  }

  List<PublishListener> publishListeners() {
    return List.copyOf(publishListeners);
  }

  private ClientSubscription[] route(String address) {
    ClientSubscription[] known = routes.get(address);
    if (known != null) {
      return known;
    }
    ClientSubscription[] found =
        byId.values().stream()
            .filter(subscription -> subscription.matches(address))
            .toArray(ClientSubscription[]::new);
    if (routes.size() >= MOST_ROUTES) {
      routes.clear();
    }
    routes.put(address, found);
    return found;
  }

  boolean hasReceivers(String address) {
    return route(address).length > 0;
  }

  void receive(Set set, Session session, int bytes) {
    long revision = set.revision() == null ? 0 : set.revision();
    if (!isNews(set.address(), set.value(), revision, session, bytes)) {
      return;
    }
    Received received = null;
    for (ClientSubscription subscription : route(set.address())) {
      if (subscription.isSentIn(session.number())
          && subscription.takesLive(set.address(), revision)) {
        if (received == null) {
          received = param(set.address(), set.value(), revision, false);
        }
        give(subscription, received, bytes);
      }
    }
  }

  private boolean isNews(String address, Value value, long revision, Session session, int bytes) {
    return cache.update(address, value, revision, session.number(), session.now(), bytes);
  }

  void receive(Snapshot snapshot, Session session, int bytes) {
    int each = bytes / Math.max(1, snapshot.entries().size());
    for (Snapshot.Entry entry : snapshot.entries()) {
      if (Intake.isAddress(entry.address())) {
        receive(entry, session, each);
      }
    }
  }

  private void receive(Snapshot.Entry entry, Session session, int bytes) {
    String address = entry.address();
    long revision = entry.revision();
    boolean news = isNews(address, entry.value(), revision, session, bytes);
    ParamCache.Param known = cache.get(address);
    boolean changed = known == null || known.changed() == session.number();
    for (ClientSubscription subscription : route(address)) {
      if (subscription.isSentIn(session.number())
          && subscription.takesSnapshot(address, revision, news, changed)) {
        give(subscription, param(address, entry.value(), revision, true), bytes);
      }
    }
  }

  static Received param(String address, Value value, long revision, boolean snapshot) {
    return new Received(address, SignalType.PARAM, value, revision, snapshot, null);
  }

  void receive(Publish publish, int bytes) {
    SignalType type = publish.signal() == null ? SignalType.EVENT : publish.signal();
    Received received = null;
    for (ClientSubscription subscription : route(publish.address())) {
      if (publish.signal() == null || subscription.takes(type)) {
        if (received == null) {
          Value value = publish.value() == null ? Value.Null.INSTANCE : publish.value();
          received = new Received(publish.address(), type, value, 0, false, publish);
        }
        give(subscription, received, bytes);
      }
    }
    for (PublishListener listener : publishListeners) {
      if (listener.pattern().matches(publish.address())) {
        put(listener.mailbox(), publish, bytes, listener.pattern().text());
      }
    }
  }

  private void give(ClientSubscription subscription, Received received, int bytes) {
    put(subscription.mailbox(), received, bytes, subscription.pattern());
  }

  private <T> void put(Mailbox<T> mailbox, T item, int bytes, String pattern) {
    if (!mailbox.add(item, bytes)) {
      listeners.dropped(pattern, mailbox.dropped());
    }
    turn.tell(mailbox);
  }
}
