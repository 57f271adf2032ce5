package to.clasp.mqtt.internal.session;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.auth.Grant;
import to.clasp.auth.Scope;
import to.clasp.mqtt.internal.packet.Counters;
import to.clasp.mqtt.internal.packet.Publication;
import to.clasp.mqtt.internal.topic.TopicFilter;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.Features;
import to.clasp.protocol.Message;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.router.EdgeListener;
import to.clasp.router.EdgeSession;
import to.clasp.router.Router;
import to.clasp.router.SessionInfo;
import to.clasp.transport.CloseReason;

/**
 * The members of a shared subscription, of which one in turn gets each message. It has a session of
 * the router of its own; what a member may not read goes to another one. Members are changed by the
 * registry, one change at a time; messages come on the loop of the first member.
 */
final class ShareGroup {
  private static final Logger LOG = LoggerFactory.getLogger(ShareGroup.class);
  private static final SubscribeOptions LIVE_ONLY = new SubscribeOptions(null, null, 0L, null);
  private static final long PAUSE_MILLIS = 500;

  /** Messages that wait until the loop of a member takes them. */
  private static final int MOST_UNDER_WAY = 10_000;

  private final SessionInfo info;
  private final TopicFilter filter;
  private final List<AddressPattern> patterns;
  private final Router core;
  private final EventLoop loop;
  private final Publications publications;
  private final Counters counters;
  private volatile List<Member> members = List.of();
  private volatile Inlet inlet;
  private volatile boolean closed;
  private int turn;

  private record Member(ClientSession session, int qos, int identifier, AtomicInteger underWay) {
    Member(ClientSession session, Subscription.Options options) {
      this(session, options.qos(), options.identifier(), new AtomicInteger());
    }
  }

  /** How well a member is able to take a message, the best first. */
  private enum Fit {
    READY,
    KEEPS_IT,
    KEEPS_IT_WHILE_AWAY
  }

  /**
   * What a group is known by.
   *
   * @param namespace prefix of the addresses
   * @param filter group and filter as clients give them
   */
  record Key(String namespace, String filter) {
    static Key of(ClientSession session, Subscription subscription) {
      return new Key(session.key().namespace(), subscription.filter().text());
    }
  }

  private ShareGroup(Key key, Subscription of, ClientSession first) {
    this.info = new SessionInfo("mqtt:" + key.filter(), "mqtt");
    this.filter = of.filter();
    this.patterns = of.patterns();
    this.core = first.registry().router();
    this.loop = first.loop();
    this.publications = first.publications();
    this.counters = first.registry().counters();
  }

  /**
   * Makes a group without members. On the loop of the first one.
   *
   * @throws ProtocolException if the router has no room for its session
   */
  static ShareGroup open(Key key, Subscription of, ClientSession first) {
    ShareGroup group = new ShareGroup(key, of, first);
    group.connect();
    return group;
  }

  private void connect() {
    Grant grant = new Grant("", List.of(Scope.parse("read:/**")));
    Inlet next = new Inlet();
    next.router = core.openEdge(info, grant, loop, next);
    inlet = next;
    long id = 0;
    for (AddressPattern pattern : patterns) {
      next.router.take(new Subscribe(++id, pattern.text(), Features.ALL, LIVE_ONLY), null);
    }
    if (closed) {
      // Its end has not seen this session.
      next.router.close();
    }
  }

  ShareGroup join(ClientSession session, Subscription subscription) {
    List<Member> next = without(session);
    next.add(new Member(session, subscription.options()));
    members = List.copyOf(next);
    return this;
  }

  /** Returns null if nobody is left. */
  ShareGroup leave(ClientSession session) {
    members = List.copyOf(without(session));
    if (members.isEmpty()) {
      close();
      return null;
    }
    return this;
  }

  private List<Member> without(ClientSession session) {
    List<Member> others = new ArrayList<>(members);
    others.removeIf(member -> member.session() == session);
    return others;
  }

  void close() {
    closed = true;
    inlet.router.close();
  }

  /** The session of the group has ended, of which its members know nothing. */
  private void onLost(CloseReason why) {
    try {
      connect();
    } catch (ProtocolException noRoom) {
      if (why != CloseReason.GOING_AWAY) {
        LOG.warn(
            "a shared subscription loses messages until the router has a session for it: {}",
            noRoom.getMessage());
      }
      connectLater();
    }
  }

  private void connectLater() {
    try {
      loop.schedule(this::connectAgain, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException stopped) {
      // The loops end, and so do the members.
    }
  }

  private void connectAgain() {
    if (closed) {
      return;
    }
    try {
      connect();
    } catch (ProtocolException noRoom) {
      connectLater();
    }
  }

  /** Gives a message to somebody else than the member whose session has ended; from any thread. */
  void again(Publication publication) {
    try {
      loop.execute(
          () -> {
            give(publication);
            flush();
          });
    } catch (RejectedExecutionException stopped) {
      // The loops end, and so do the members.
    }
  }

  private void onMessage(Message message, String origin, Object attachment) {
    Publication publication = null;
    if (message instanceof Set set) {
      publication = publications.of(set, origin, attachment);
    } else if (message instanceof Publish publish) {
      publication = publications.of(publish, origin, attachment);
    }
    if (publication != null && filter.mayMatch(publication.topic())) {
      give(publication);
    }
  }

  private void give(Publication publication) {
    List<Member> all = members;
    for (Fit fit : Fit.values()) {
      for (int i = 0; i < all.size(); i++) {
        Member member = all.get((turn + i) % all.size());
        if (fits(member, fit, publication)) {
          turn = (turn + i + 1) % all.size();
          give(publication, member);
          return;
        }
      }
    }
    counters.publishesDropped.increment();
  }

  private boolean fits(Member member, Fit fit, Publication publication) {
    ClientSession session = member.session();
    boolean away = fit == Fit.KEEPS_IT_WHILE_AWAY;
    if (session.isThere() == away || !session.mayRead(publication.topic().address())) {
      return false;
    }
    if (session.loop() != loop) {
      return member.underWay().get() < MOST_UNDER_WAY && (!away || keeps(member, publication));
    }
    return fit == Fit.READY
        ? session.isWritable()
        : keeps(member, publication) && session.outflow().hasRoom();
  }

  private static boolean keeps(Member member, Publication publication) {
    return member.qos() > 0 && publication.origin().qos() > 0;
  }

  private void give(Publication publication, Member member) {
    ClientSession session = member.session();
    if (session.loop() == loop) {
      session.onShared(publication, member.qos(), member.identifier(), this);
      return;
    }
    member.underWay().incrementAndGet();
    try {
      session
          .loop()
          .execute(
              () -> {
                member.underWay().decrementAndGet();
                session.onShared(publication, member.qos(), member.identifier(), this);
                session.flush();
              });
    } catch (RejectedExecutionException stopped) {
      // Its loop ends, and so does the session.
    }
  }

  private void flush() {
    for (Member member : members) {
      if (member.session().loop() == loop) {
        member.session().flush();
      }
    }
  }

  /** Where the messages of one session of the router come in. */
  private final class Inlet implements EdgeListener {
    private volatile EdgeSession router;

    @Override
    public void onMessage(Message message, String origin, Object attachment) {
      ShareGroup.this.onMessage(message, origin, attachment);
    }

    @Override
    public void flush() {
      ShareGroup.this.flush();
    }

    /** Members have queues of their own. */
    @Override
    public boolean isWritable() {
      return true;
    }

    @Override
    public void setReading(boolean on) {}

    @Override
    public void onClosed(CloseReason why) {
      if (!closed && inlet == this) {
        onLost(why);
      }
    }
  }
}
