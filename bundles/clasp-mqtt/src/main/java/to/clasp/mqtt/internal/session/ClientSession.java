package to.clasp.mqtt.internal.session;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import java.net.SocketAddress;
import to.clasp.auth.Grant;
import to.clasp.mqtt.internal.EdgeRules;
import to.clasp.mqtt.internal.packet.ClientLink;
import to.clasp.mqtt.internal.packet.InboundPublish;
import to.clasp.mqtt.internal.packet.PacketSink;
import to.clasp.mqtt.internal.packet.Publication;
import to.clasp.mqtt.internal.packet.Reason;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Publish;
import to.clasp.router.EdgeSession;
import to.clasp.router.SessionInfo;
import to.clasp.transport.CloseReason;

/**
 * A session of a client: lives from its first connection until it expires, with a session of the
 * router that collects while the client is away. Everything on its loop.
 */
public final class ClientSession {
  private static final int NO_REASON = -1;

  private final SessionKey key;
  private final EventLoop loop;
  private final EdgeRules.Values rules;
  private final SessionRegistry registry;
  private final Subscriptions subscriptions = new Subscriptions();
  private final Outflow outflow;
  private final Publishing publishing;
  private final Subscribing subscribing = new Subscribing(this);
  private final Delivering delivering;
  private volatile Grant grant;
  private Gate gate;
  private final Presence presence;
  private final Absence absence;
  private boolean mqtt5;
  private boolean ended;

  ClientSession(SessionKey key, EventLoop loop, EdgeRules rules, SessionRegistry registry) {
    this.key = key;
    this.loop = loop;
    this.rules = rules.values();
    this.registry = registry;
    this.presence = new Presence(registry.counters());
    this.absence = new Absence(this, this.rules.maxSessionExpirySeconds());
    this.outflow =
        new Outflow(
            this.rules.maxQueuedMessages(), this.rules.maxQueuedBytes(), registry.counters());
    this.publishing = new Publishing(this, this.rules, registry.counters());
    this.delivering = new Delivering(this, rules.tools(loop).publications(), registry.counters());
  }

  public SessionKey key() {
    return key;
  }

  public EventLoop loop() {
    return loop;
  }

  EdgeRules.Values rules() {
    return rules;
  }

  SessionRegistry registry() {
    return registry;
  }

  Subscriptions subscriptions() {
    return subscriptions;
  }

  Outflow outflow() {
    return outflow;
  }

  Publishing publishing() {
    return publishing;
  }

  Subscribing subscribing() {
    return subscribing;
  }

  Delivering delivering() {
    return delivering;
  }

  /** The way to the client, or null while it is away. */
  ClientLink link() {
    return presence.link();
  }

  /** Number of the connection, which changes with each. */
  long connection() {
    return presence.number();
  }

  boolean isMqtt5() {
    return mqtt5;
  }

  public boolean isEnded() {
    return ended;
  }

  boolean isConnected() {
    return presence.connected() != null;
  }

  /** As {@link #isConnected}, from any thread. */
  boolean isThere() {
    return presence.isThere();
  }

  Publications publications() {
    return delivering.publications();
  }

  /** Gives a message of a shared subscription; flushed by the caller if it is on this loop. */
  void onShared(Publication message, int qos, int identifier, ShareGroup group) {
    delivering.onShared(message, qos, identifier, group);
  }

  boolean mayRead(String address) {
    return grant.mayRead(address);
  }

  boolean mayReadSomeOf(AddressPattern pattern) {
    return grant.mayReadSomeOf(pattern);
  }

  /** Whether a message was sent by this session. */
  boolean isOwn(String origin) {
    return origin != null && gate != null && origin.equals(gate.router().id());
  }

  /**
   * Opens the session of the router.
   *
   * @throws to.clasp.protocol.ProtocolException if it does not let the client in
   */
  public void open(Grant with, SocketAddress remote) {
    gate = openGate(with, remote, true);
    grant = with;
  }

  private Gate openGate(Grant with, SocketAddress remote, boolean live) {
    Gate opened = new Gate(this, live);
    SessionInfo info = new SessionInfo("mqtt:" + key.clientId(), "mqtt", remote);
    opened.opened(registry.router().openEdge(info, with, loop, opened));
    return opened;
  }

  /**
   * Gets the rights that the client has now.
   *
   * @throws to.clasp.protocol.ProtocolException if the router does not let the client in
   */
  public void authorize(Grant with, SocketAddress remote) {
    absence.cancel();
    if (!with.equals(grant) || with.lease() != null && with != grant) {
      renew(with, remote);
    }
  }

  /** Takes a connection, on which the client was told already that it is let in. */
  public void connect(Connected to, Wishes wishes) {
    presence.begin(to);
    mqtt5 = to.link().isMqtt5();
    absence.arranged(wishes);
    publishing.onConnected();
    outflow.connect(to.link(), Math.min(wishes.receiveMaximum(), rules.maxInflight()));
    progress();
  }

  /** Lets go of a connection because the client has made another one. */
  public void takeOver() {
    dismiss(Reason.SESSION_TAKEN_OVER);
  }

  /** Ends the connection from this side; the session may go on. */
  public void dismiss(int reason) {
    Connected old = presence.connected();
    if (old != null) {
      old.dismiss(reason);
      disconnected(old, NO_REASON, -1);
    }
  }

  /**
   * Opens a session of the router with other rights. The old one goes on until what both are given
   * has arrived, so that nothing is lost and nothing comes twice.
   */
  private void renew(Grant with, SocketAddress remote) {
    Gate old = gate;
    gate = openGate(with, remote, false);
    grant = with;
    Gate next = gate;
    outflow.retainOnly(with::mayRead);
    subscribing.repeat();
    take(
        Ping.INSTANCE,
        (Answered)
            (session, answer) -> {
              old.setLive(false);
              next.setLive(true);
              old.router().close();
            });
    gate.router().endBatch();
  }

  /**
   * The connection is gone.
   *
   * @param which to be ignored if it is not the session's any more
   * @param reason that the client gave, or a negative number if it gave none
   * @param expiry that the client wants from now on, or a negative number
   */
  public void disconnected(Connected which, int reason, long expiry) {
    if (!presence.is(which) || ended) {
      return;
    }
    leave();
    gate.router().endBatch();
    absence.begin(reason, expiry);
    if (!ended) {
      progress();
    }
  }

  /** In MQTT 5 a session that ends with its connection stays such a one. */
  public void requireMayExpireIn(long seconds) {
    absence.requireMayExpireIn(seconds);
  }

  /** Ends the session; its will is published before. */
  public void end() {
    if (ended) {
      return;
    }
    Connected old = leave();
    if (old != null) {
      old.dismiss(Reason.SESSION_TAKEN_OVER);
    }
    absence.cancel();
    ended = true;
    registry.remove(this);
    Will due = absence.takeWill();
    if (gate == null) {
      // The router has not let the client in.
      return;
    }
    // Nothing is kept for the client any more, so nothing may hold up what comes last.
    gate.setLive(false);
    gate.onProgress();
    if (due == null) {
      closeRouter();
    } else {
      publishing.publish(due, this::closeRouter);
    }
  }

  /** Behind everything that the client has published, which may still wait. */
  private void closeRouter() {
    take(Ping.INSTANCE, (Answered) (session, answer) -> gate.router().close());
    gate.router().endBatch();
  }

  private Connected leave() {
    publishing.onDisconnected();
    outflow.disconnect();
    return presence.end();
  }

  /** The session of the router has ended, for whatever reason. */
  void onRouterClosed(Gate which, CloseReason why) {
    if (which != gate || ended) {
      return;
    }
    ended = true;
    absence.cancel();
    registry.remove(this);
    Connected old = leave();
    if (old != null) {
      old.dismiss(reason(why));
    }
  }

  private static int reason(CloseReason why) {
    return switch (why) {
      case POLICY -> Reason.NOT_AUTHORIZED;
      case GOING_AWAY -> Reason.SERVER_SHUTTING_DOWN;
      case OVERLOADED -> Reason.QUOTA_EXCEEDED;
      default -> Reason.UNSPECIFIED;
    };
  }

  // What the connection hands over.

  public void onPublish(InboundPublish packet) {
    publishing.onPublish(packet);
  }

  public void onSubscribe(MqttSubscribeMessage packet) {
    subscribing.onSubscribe(packet);
  }

  public void onUnsubscribe(MqttUnsubscribeMessage packet) {
    subscribing.onUnsubscribe(packet);
  }

  public void onAnswer(int type, int packetId, int reason) {
    if (type == PacketSink.PUBREL) {
      publishing.onRelease(packetId);
    } else {
      outflow.onAnswer(type, packetId, reason);
    }
  }

  /** What has arrived together was handed over. */
  public void endBatch() {
    if (!ended) {
      gate.router().endBatch();
      progress();
    }
  }

  /** The client may take more. */
  public void progress() {
    if (!ended) {
      outflow.pump();
      gate.onProgress();
    }
  }

  // What its parts need.

  EdgeSession router() {
    return gate.router();
  }

  void take(Message message, Object attachment) {
    gate.router().take(message, attachment);
  }

  /** As {@link #take}, unless the client sends faster than it may; false then. */
  boolean offer(Message message, Object attachment) {
    return gate.router().offer(message, attachment);
  }

  void answer(int type, int packetId, int reason) {
    if (link() != null) {
      link().answer(type, packetId, reason);
    }
  }

  /** Events do not come back from the router to who sent them. */
  void echo(Publish event, Object attachment) {
    delivering.onPublish(event, gate.router().id(), attachment);
  }

  boolean isWritable() {
    return ended || outflow.hasRoom() && (link() == null || link().isWritable());
  }

  void setReading(boolean on) {
    presence.setReading(on);
  }

  /** Does not read from the client until it may send again. */
  void setHeldUp(boolean on) {
    presence.setHeldUp(on);
  }

  void flush() {
    if (link() != null) {
      link().flush();
    }
  }
}
