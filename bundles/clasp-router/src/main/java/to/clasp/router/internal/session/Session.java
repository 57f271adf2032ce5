package to.clasp.router.internal.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Message;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Snapshot;
import to.clasp.router.SessionStatus;
import to.clasp.router.SubscriptionStatus;
import to.clasp.router.internal.access.Door;
import to.clasp.router.internal.access.Rights;
import to.clasp.router.internal.fanout.Interest;
import to.clasp.router.internal.fanout.Loop;
import to.clasp.router.internal.fanout.Outgoing;
import to.clasp.router.internal.fanout.Target;
import to.clasp.router.internal.insight.SessionCounters;
import to.clasp.router.internal.session.shape.Shaping;
import to.clasp.router.internal.state.ParamEntry;
import to.clasp.router.internal.subscribe.Subscription;
import to.clasp.router.internal.subscribe.SubscriptionIndex;
import to.clasp.transport.CloseReason;

/**
 * One client, from the moment it was let in to its end: what it may do, what it subscribed to,
 * which locks it holds, and what is on its way to it. Everything but {@link #abandon} runs on its
 * loop.
 */
public final class Session implements Target {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  private final String id = UUID.randomUUID().toString();
  private final String name;
  private final Rights rights;
  private final Loop loop;
  private final Peer peer;
  private final SessionCounters counters;
  private final Sender sender;
  private final Outlet outlet;
  private final SubscriptionIndex index;
  private final SessionTable table;
  private final Runnable onEnd;
  // Concurrent only for abandon, which may meet the last task of a loop that shuts down.
  private final Map<Long, Subscription> subscriptions = new ConcurrentHashMap<>(1);
  // Null until the first lock; concurrent for abandon, too.
  private volatile Set<ParamEntry> locks;
  private final Intake intake;
  private Object attachment;
  private boolean flushPending;
  private volatile boolean ended;
  private volatile CloseReason endReason = CloseReason.NORMAL;

  Session(
      String name,
      Rights rights,
      Loop loop,
      Peer peer,
      SessionCounters counters,
      Outlet outlet,
      Sender sender,
      SubscriptionIndex index,
      SessionTable table,
      Shaping shaping,
      Runnable onEnd) {
    this.name = PrintableName.of(name);
    this.rights = rights;
    this.loop = loop;
    this.peer = peer;
    this.counters = counters;
    this.outlet = outlet;
    this.sender = sender;
    this.index = index;
    this.table = table;
    this.intake = new Intake(loop, shaping, this::send, this::fail);
    this.onEnd = onEnd;
  }

  public String id() {
    return id;
  }

  /** Name that the client gave itself, fit to be printed. */
  public String name() {
    return name;
  }

  @Override
  public Loop loop() {
    return loop;
  }

  Sender sender() {
    return sender;
  }

  /** What it counts; written on its loop. */
  public SessionCounters counters() {
    return counters;
  }

  /** How it is now; from any thread. */
  public SessionStatus status() {
    return new SessionStatus(
        id,
        name,
        peer.transport(),
        peer.remote(),
        rights.grant().subject(),
        peer.since(),
        subscriptions.size(),
        counters.queuedBytes(),
        counters.queuedMessages(),
        counters.drops(),
        counters.received(),
        counters.written(),
        counters.isPaused());
  }

  /** Its subscriptions; from any thread. */
  public List<SubscriptionStatus> subscriptionStatus() {
    return subscriptions.entrySet().stream()
        .map(
            entry ->
                new SubscriptionStatus(
                    LiteKeys.idOf(entry.getKey()),
                    entry.getValue().pattern(),
                    new Features(entry.getValue().types()),
                    entry.getValue().options()))
        .toList();
  }

  /** What it may do. */
  public Rights rights() {
    return rights;
  }

  @Override
  public boolean mayRead(String address) {
    return rights.allows(Door.LIVE, address);
  }

  /** Answers the client, behind everything it was given before. */
  public void reply(Message message) {
    if (message instanceof ErrorMessage error) {
      ErrorCode.of(error.code()).ifPresent(counters::error);
    }
    loop.post(this, sentBy(Outgoing.reply(message)));
  }

  /** Says what goes with everything that is caused from now on, or null for nothing. */
  void attach(Object next) {
    attachment = next;
  }

  /** Notes on what this session sends, or is answered, where it comes from. */
  public Outgoing sentBy(Outgoing message) {
    return message.from(id, attachment);
  }

  /** Answers with a message that is made when it goes out. */
  public void replyLate(Supplier<Message> message) {
    loop.post(this, Outgoing.late(message));
  }

  /** How many subscriptions it has. */
  public int subscriptionCount() {
    return subscriptions.size();
  }

  public boolean isSubscribed(long subscriptionId) {
    return subscriptions.containsKey(subscriptionId);
  }

  /** Whether the client is one on a microcontroller, see {@link LiteOutlet}. */
  boolean isLite() {
    return outlet.isLite();
  }

  /** The id under which a subscription is kept, which is mostly the one that the client gave. */
  public long subscriptionKey(long subscriptionId, AddressPattern pattern) {
    return subscriptionId == 0 && isLite()
        ? LiteKeys.keyFor(pattern, subscriptions)
        : subscriptionId;
  }

  /** Adds a subscription; one with the same id is replaced. */
  public void subscribe(long subscriptionId, Subscription subscription) {
    index.add(subscription);
    Subscription replaced = subscriptions.put(subscriptionId, subscription);
    if (replaced != null) {
      index.remove(replaced);
      intake.forget(replaced);
    }
    if (ended) {
      index.remove(subscription);
    }
  }

  /** Ends a subscription; an unknown id does nothing. */
  public void unsubscribe(long subscriptionId) {
    if (subscriptionId == 0 && isLite()) {
      subscriptions.keySet().stream().filter(LiteKeys::isLite).forEach(this::unsubscribe);
    }
    Subscription removed = subscriptions.remove(subscriptionId);
    if (removed != null) {
      index.remove(removed);
      intake.forget(removed);
    }
  }

  Collection<Subscription> subscriptions() {
    return subscriptions.values();
  }

  /** Remembers whether it holds a param's lock, so that its end can release it. */
  public void holdsLock(ParamEntry entry, boolean holds) {
    if (locks == null) {
      locks = ConcurrentHashMap.newKeySet(1);
    }
    if (holds) {
      locks.add(entry);
    } else {
      locks.remove(entry);
    }
    if (ended) {
      release(entry);
    }
  }

  /** How many locks it holds. */
  public int lockCount() {
    return locks == null ? 0 : locks.size();
  }

  private void release(ParamEntry entry) {
    synchronized (entry) {
      entry.release(id);
    }
  }

  Intake intake() {
    return intake;
  }

  @Override
  public void deliver(Outgoing message) {
    deliver(message, null);
  }

  @Override
  public void deliver(Outgoing message, Interest interest) {
    if (!ended) {
      intake.take(message, interest);
    }
  }

  @Override
  public void deliverPast(String address, List<Outgoing> past) {
    if (!ended) {
      intake.takePast(address, past);
    }
  }

  @Override
  public void deliverSnapshot(Snapshot.Entry entry) {
    if (!ended) {
      intake.takeSnapshot(entry);
    }
  }

  @Override
  public void endSnapshot(boolean evenIfEmpty) {
    if (!ended) {
      intake.endSnapshot(evenIfEmpty);
    }
  }

  private void send(Outgoing message) {
    if (ended) {
      return;
    }
    flushSoon();
    if (!sender.send(message)) {
      LOG.debug("session {} ({}) does not read its replies", id, name);
      close(CloseReason.OVERLOADED);
    }
  }

  private void flushSoon() {
    if (!flushPending) {
      flushPending = true;
      loop.flushLater(this);
    }
  }

  @Override
  public void flush() {
    flushPending = false;
    if (!ended) {
      outlet.flush();
    }
  }

  @Override
  public void fail(Throwable cause) {
    LOG.error("session {} ({}) failed", id, name, cause);
    close(CloseReason.INTERNAL_ERROR);
  }

  /** Does something for its peer; if that fails, the session ends and nobody else is harmed. */
  void guarded(Runnable step) {
    try {
      step.run();
    } catch (Throwable e) {
      fail(e);
    }
  }

  /** Ends the session and closes the way to its peer. */
  public void close(CloseReason why) {
    if (!ended) {
      endsFor(why);
      end();
      outlet.close(why);
    }
  }

  /**
   * Tells the peer why it is cut off, then ends the session. Goes past the queue, because nothing
   * behind it matters any more.
   */
  void close(ProtocolException reason, CloseReason why) {
    if (!ended) {
      counters.error(reason.code());
      counters.sent();
      outlet.write(Outgoing.reply(reason.toMessage()));
      close(why);
    }
  }

  /** Says why it is about to end; unsaid, it is its peer that leaves. */
  void endsFor(CloseReason why) {
    endReason = why;
  }

  public CloseReason endReason() {
    return endReason;
  }

  @Override
  public void abandon() {
    endsFor(CloseReason.GOING_AWAY);
    end();
  }

  /** Takes the session out of everything; safe to be called again, and from any thread. */
  void end() {
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
    }
    table.remove(this);
    intake.stop();
    List<Subscription> ending = new ArrayList<>(subscriptions.values());
    subscriptions.clear();
    ending.forEach(index::remove);
    releaseLocks();
    onEnd.run();
    LOG.debug("session {} ({}) ended", id, name);
  }

  private void releaseLocks() {
    Set<ParamEntry> held = locks;
    if (held != null) {
      held.forEach(this::release);
      held.clear();
    }
  }

  public boolean isEnded() {
    return ended;
  }
}
