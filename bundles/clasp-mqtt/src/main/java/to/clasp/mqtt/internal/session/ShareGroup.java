package to.clasp.mqtt.internal.session;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import to.clasp.auth.Grant;
import to.clasp.auth.Scope;
import to.clasp.mqtt.internal.packet.Publication;
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
final class ShareGroup implements EdgeListener {
  private static final long PAUSE_MILLIS = 500;

  private final SessionInfo info;
  private final List<AddressPattern> patterns;
  private final Router core;
  private final EventLoop loop;
  private final Publications publications;
  private volatile List<Member> members = List.of();
  private volatile EdgeSession router;
  private volatile boolean closed;

  /** Whether it is about to get another session; on the loop. */
  private boolean lost;

  private int turn;

  private record Member(ClientSession session, int qos, int identifier) {}

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

  private ShareGroup(Key key, Subscription of, ClientSession first, Router core) {
    this.info = new SessionInfo("mqtt:" + key.filter(), "mqtt");
    this.patterns = of.patterns();
    this.core = core;
    this.loop = first.loop();
    this.publications = first.publications();
  }

  /**
   * Makes a group without members.
   *
   * @throws to.clasp.protocol.ProtocolException if the router has no room for its session
   */
  static ShareGroup open(Key key, Subscription of, ClientSession first, Router router) {
    ShareGroup group = new ShareGroup(key, of, first, router);
    group.connect();
    return group;
  }

  private void connect() {
    Grant grant = new Grant("", List.of(Scope.parse("read:/**")));
    EdgeSession opened = core.openEdge(info, grant, loop, this);
    router = opened;
    SubscribeOptions live = new SubscribeOptions(null, null, 0L, null);
    long id = 0;
    for (AddressPattern pattern : patterns) {
      opened.send(new Subscribe(++id, pattern.text(), Features.ALL, live));
    }
  }

  ShareGroup join(ClientSession session, Subscription subscription) {
    Subscription.Options options = subscription.options();
    List<Member> next = without(session);
    next.add(new Member(session, options.qos(), options.identifier()));
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
    router.close();
  }

  /** The router has ended the session of the group, whose members know nothing of it. */
  @Override
  public void onClosed(CloseReason why) {
    if (!closed && !lost) {
      lost = true;
      try {
        loop.schedule(this::connectAgain, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException stopped) {
        // The loops end, and so do the members.
      }
    }
  }

  private void connectAgain() {
    lost = false;
    if (closed) {
      return;
    }
    try {
      connect();
    } catch (ProtocolException noRoom) {
      onClosed(CloseReason.OVERLOADED);
      return;
    }
    if (closed) {
      router.close();
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

  @Override
  public void onMessage(Message message, String origin, Object attachment) {
    Publication publication = null;
    if (message instanceof Set set) {
      publication = publications.of(set, origin, attachment);
    } else if (message instanceof Publish publish) {
      publication = publications.of(publish, origin, attachment);
    }
    if (publication != null) {
      give(publication);
    }
  }

  /** To the next member that is there; else to the next one that may come back. */
  private void give(Publication publication) {
    List<Member> all = members;
    for (boolean present : new boolean[] {true, false}) {
      for (int i = 0; i < all.size(); i++) {
        Member member = all.get((turn + i) % all.size());
        ClientSession session = member.session();
        boolean suits =
            session.isThere() == present
                && session.mayRead(publication.topic().address())
                && (!present || session.isReady() || all.size() == 1);
        if (suits) {
          turn = (turn + i + 1) % all.size();
          give(publication, member);
          return;
        }
      }
    }
  }

  private void give(Publication publication, Member member) {
    ClientSession session = member.session();
    if (session.loop() == loop) {
      session.onShared(publication, member.qos(), member.identifier(), this);
      return;
    }
    try {
      session
          .loop()
          .execute(
              () -> {
                session.onShared(publication, member.qos(), member.identifier(), this);
                session.flush();
              });
    } catch (RejectedExecutionException stopped) {
      // Its loop ends, and so does the session.
    }
  }

  @Override
  public void flush() {
    for (Member member : members) {
      if (member.session().loop() == loop) {
        member.session().flush();
      }
    }
  }

  /** Members have queues of their own. */
  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public void setReading(boolean on) {}
}
