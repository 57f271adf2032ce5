package to.clasp.mqtt.internal.session;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import to.clasp.mqtt.internal.EdgeRules;
import to.clasp.mqtt.internal.packet.Counters;
import to.clasp.router.Router;

/**
 * The sessions of all ports, which outlive connections, ports and configurations. Safe from any
 * thread.
 */
@Component(service = SessionRegistry.class)
public final class SessionRegistry {
  private final Router router;
  private final Counters counters = new Counters();
  private final Map<SessionKey, ClientSession> sessions = new ConcurrentHashMap<>();
  private final Map<ShareGroup.Key, ShareGroup> groups = new ConcurrentHashMap<>();
  private final SystemTopics system;

  /**
   * Makes an empty registry.
   *
   * @param router holds the params
   */
  @Activate
  public SessionRegistry(@Reference Router router) {
    this.router = router;
    this.system = new SystemTopics(this);
  }

  Router router() {
    return router;
  }

  public Counters counters() {
    return counters;
  }

  private List<ClientSession> all() {
    return List.copyOf(sessions.values());
  }

  /** How many sessions there are. */
  int size() {
    return sessions.size();
  }

  int groupCount() {
    return groups.size();
  }

  /** The session of a key, or null. */
  public ClientSession find(SessionKey key) {
    return sessions.get(key);
  }

  /**
   * Makes a session that belongs to a loop.
   *
   * @return null if there is one of that key already
   */
  public ClientSession create(SessionKey key, EventLoop loop, EdgeRules rules) {
    ClientSession made = new ClientSession(key, loop, rules, this);
    return sessions.putIfAbsent(key, made) == null ? made : null;
  }

  /** A session has ended, or did not begin. */
  public void remove(ClientSession session) {
    if (sessions.remove(session.key(), session)) {
      session.subscriptions().all().forEach(each -> leave(session, each));
      system.leave(session);
      session.outflow().handOver();
    }
  }

  /** A session has subscribed. */
  void join(ClientSession session, Subscription subscription) {
    if (subscription.filter().isSystem()) {
      system.join(session);
    } else if (subscription.filter().isShared()) {
      ShareGroup.Key key = ShareGroup.Key.of(session, subscription);
      groups.compute(
          key,
          (same, group) -> {
            ShareGroup joined = group == null ? ShareGroup.open(key, subscription, session) : group;
            return joined.join(session, subscription);
          });
    }
  }

  /** A session has unsubscribed, or ended. */
  void leave(ClientSession session, Subscription subscription) {
    if (subscription.filter().isShared()) {
      groups.computeIfPresent(
          ShareGroup.Key.of(session, subscription), (key, group) -> group.leave(session));
    }
  }

  /** Tells a session about the server, as it has just subscribed. */
  void tellSystem(ClientSession session, Subscription subscription) {
    system.tell(session, List.of(subscription));
  }

  @Deactivate
  void close() {
    system.close();
    groups.values().forEach(ShareGroup::close);
    for (ClientSession session : all()) {
      try {
        session.loop().execute(session::end);
      } catch (RejectedExecutionException stopped) {
        sessions.remove(session.key());
      }
    }
  }
}
