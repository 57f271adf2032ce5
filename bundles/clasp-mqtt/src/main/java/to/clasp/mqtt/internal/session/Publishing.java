package to.clasp.mqtt.internal.session;

import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import to.clasp.mqtt.internal.EdgeRules;
import to.clasp.mqtt.internal.packet.Counters;
import to.clasp.mqtt.internal.packet.InboundPublish;
import to.clasp.mqtt.internal.packet.MqttFault;
import to.clasp.mqtt.internal.packet.PacketSink;
import to.clasp.mqtt.internal.packet.PublishProperties;
import to.clasp.mqtt.internal.packet.Reason;
import to.clasp.mqtt.internal.topic.Topic;
import to.clasp.mqtt.internal.value.PayloadReader;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Ttl;
import to.clasp.protocol.Value;

/**
 * What a client publishes: becomes a SET, or an event, and is acknowledged when the router has
 * answered. Used by the session's loop only.
 */
final class Publishing {
  private static final byte[] NOTHING = {};
  private static final String SYSTEM = "$SYS/";

  private final ClientSession session;
  private final EdgeRules.Values rules;
  private final Counters counters;

  /** Packets of QoS 2 that the client may send again until it has said PUBREL. */
  private final BitSet exactlyOnce = new BitSet(0);

  /** Those of them that were answered with PUBREC. */
  private final BitSet received = new BitSet(0);

  /** Those not answered yet that came again on this connection, and so are to be answered on it. */
  private final BitSet askedAgain = new BitSet(0);

  /** Those that came on this connection; others do not count for the receive maximum. */
  private final BitSet onThisConnection = new BitSet(0);

  private final HoldUp holdUp;
  private int atLeastOnce;

  Publishing(ClientSession session, EdgeRules.Values rules, Counters counters) {
    this.session = session;
    this.rules = rules;
    this.counters = counters;
    this.holdUp = new HoldUp(session);
  }

  void onPublish(InboundPublish packet) {
    counters.publishesIn.increment();
    if (packet.qos() == 2 && exactlyOnce.get(packet.packetId())) {
      if (received.get(packet.packetId())) {
        session.answer(PacketSink.PUBREC, packet.packetId(), Reason.SUCCESS);
      } else {
        askedAgain.set(packet.packetId());
      }
      return;
    }
    if (packet.qos() > 0) {
      open(packet);
    }
    boolean mqtt5 = session.isMqtt5();
    byte[] passedOn = mqtt5 ? packet.properties().passedOn() : NOTHING;
    PublishProperties properties = mqtt5 ? packet.properties() : null;
    Published published =
        packet.topic().event()
            ? event(packet, passedOn, properties)
            : Published.of(
                packet.qos(),
                packet.isRetained(),
                packet.packetId(),
                passedOn,
                session.connection());
    if (packet.topic().name().startsWith(SYSTEM)) {
      refuseInOrder(published, Reason.NOT_AUTHORIZED);
      return;
    }
    Message message = message(packet, properties);
    if (!submit(message, published)) {
      onTooFast(message, published);
    }
  }

  private Published event(InboundPublish packet, byte[] passedOn, PublishProperties properties) {
    return Published.ofEvent(
        packet.qos(),
        packet.isRetained(),
        packet.packetId(),
        passedOn,
        session.connection(),
        properties == null ? -1 : properties.expiry());
  }

  private void open(InboundPublish packet) {
    int open = atLeastOnce + onThisConnection.cardinality();
    if (session.isMqtt5() && open >= rules.receiveMaximum()) {
      throw new MqttFault(
          Reason.RECEIVE_MAXIMUM_EXCEEDED,
          "more than " + rules.receiveMaximum() + " messages under way");
    }
    if (packet.qos() == 2) {
      exactlyOnce.set(packet.packetId());
      onThisConnection.set(packet.packetId());
    } else {
      atLeastOnce++;
    }
  }

  private Message message(InboundPublish packet, PublishProperties properties) {
    Topic topic = packet.topic();
    Long revision = properties == null ? null : properties.revision();
    if (!topic.event() && packet.isRetained() && packet.payloadLength() == 0) {
      return removal(topic, revision);
    }
    Value value =
        PayloadReader.read(packet.buffer(), packet.payloadStart(), packet.payloadLength());
    if (topic.event()) {
      return Publish.of(topic.address(), SignalType.EVENT, value);
    }
    long expiry = properties == null ? -1 : properties.expiry();
    return new Set(topic.address(), value, revision, false, false, ttl(expiry));
  }

  /** Hands a message to the router; false if the client sends faster than it may. */
  boolean submit(Message message, Published published) {
    boolean event = message instanceof Publish;
    boolean echoed = event && session.delivering().wantsOwn(((Publish) message).address());
    if (echoed) {
      published.echo((Publish) message);
    }
    if (!session.offer(message, published)) {
      return false;
    }
    if (event && (echoed || published.qos() > 0)) {
      // An event is answered only if it is refused, so what follows it has to tell.
      session.take(Ping.INSTANCE, published);
    }
    return true;
  }

  /**
   * A client of MQTT 5 is told. For one of MQTT 3 an acknowledgement would mean that the message
   * was taken, so it is held up instead.
   */
  private void onTooFast(Message message, Published published) {
    if (published.qos() > 0 && !session.isMqtt5()) {
      holdUp.begin(message, published);
    } else {
      refuseInOrder(published, Reason.QUOTA_EXCEEDED);
    }
  }

  /** Behind the answers to what came before. */
  private void refuseInOrder(Published published, int reason) {
    if (published.qos() == 0) {
      refuse(published, reason);
    } else {
      Answered later = (of, answer) -> refuse(published, reason);
      session.take(Ping.INSTANCE, later);
    }
  }

  private Set removal(Topic topic, Long revision) {
    Ttl ttl = rules.removeOnEmpty() ? new Ttl(Ttl.Kind.ABSOLUTE, 0) : null;
    return new Set(topic.address(), Value.Null.INSTANCE, revision, false, false, ttl);
  }

  private static Ttl ttl(long seconds) {
    return seconds < 0
        ? null
        : new Ttl(Ttl.Kind.ABSOLUTE, (int) Math.min(Integer.MAX_VALUE, seconds));
  }

  /**
   * Publishes the will, however fast the client has sent before.
   *
   * @param then run when the router has it
   */
  void publish(Will will, Runnable then) {
    if (session.offer(message(will), published(will))) {
      then.run();
    } else {
      session
          .loop()
          .schedule(() -> publish(will, then), HoldUp.PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private Message message(Will will) {
    Topic topic = will.topic();
    Value value = PayloadReader.read(will.payload(), 0, will.payload().length);
    return topic.event()
        ? Publish.of(topic.address(), SignalType.EVENT, value)
        : will.retain() && will.payload().length == 0
            ? removal(topic, null)
            : new Set(topic.address(), value, null, false, false, ttl(will.expirySeconds()));
  }

  private static Published published(Will will) {
    return will.topic().event()
        ? Published.ofEvent(will.qos(), will.retain(), 0, will.passedOn(), 0, will.expirySeconds())
        : Published.of(will.qos(), will.retain(), 0, will.passedOn(), 0);
  }

  /** The router has answered a message. */
  void onAnswer(Message answer, Published published) {
    if (answer instanceof ErrorMessage error) {
      refuse(published, reason(error.code()));
      return;
    }
    Publish echo = published.takeEcho();
    if (echo != null) {
      session.echo(echo, published);
    }
    if (published.qos() > 0) {
      acknowledge(published, Reason.SUCCESS);
    }
  }

  private void refuse(Published published, int reason) {
    counters.publishesRefused.increment();
    published.takeEcho();
    if (published.qos() > 0) {
      acknowledge(published, reason);
    }
  }

  /** MQTT 3 cannot tell that a message was refused, and must not have it sent again. */
  private void acknowledge(Published published, int reason) {
    int id = published.packetId();
    if (!published.answerOnce()) {
      return;
    }
    int told = session.isMqtt5() ? reason : Reason.SUCCESS;
    if (published.connection() != session.connection() || id == 0) {
      settleLate(published, told);
    } else if (published.qos() == 1) {
      if (atLeastOnce > 0) {
        atLeastOnce--;
        session.answer(PacketSink.PUBACK, id, told);
      }
    } else if (exactlyOnce.get(id) && !received.get(id)) {
      receive(id, told);
      session.answer(PacketSink.PUBREC, id, told);
    }
  }

  private void receive(int id, int told) {
    received.set(id);
    if (told >= Reason.UNSPECIFIED) {
      forget(id);
    }
  }

  /** The connection has ended meanwhile: the client asks again, or has done so already. */
  private void settleLate(Published published, int told) {
    int id = published.packetId();
    if (published.qos() == 2 && exactlyOnce.get(id)) {
      boolean asked = askedAgain.get(id);
      receive(id, told);
      if (asked) {
        session.answer(PacketSink.PUBREC, id, told);
      }
    }
  }

  private void forget(int id) {
    askedAgain.clear(id);
    onThisConnection.clear(id);
    exactlyOnce.clear(id);
    received.clear(id);
  }

  /** The client gives a packet of QoS 2 free. */
  void onRelease(int id) {
    int reason = exactlyOnce.get(id) ? Reason.SUCCESS : Reason.PACKET_ID_NOT_FOUND;
    forget(id);
    session.answer(PacketSink.PUBCOMP, id, reason);
  }

  /** A new connection begins; what was sent on the old one with QoS 1 is sent again. */
  void onConnected() {
    askedAgain.clear();
    onThisConnection.clear();
    atLeastOnce = 0;
  }

  /** The connection has ended. */
  void onDisconnected() {
    Published waiting = holdUp.giveUp();
    if (waiting != null && waiting.qos() == 2) {
      forget(waiting.packetId());
    }
  }

  private static int reason(int code) {
    return ErrorCode.of(code)
        .map(
            error ->
                switch (error) {
                  case FORBIDDEN, UNAUTHORIZED, TOKEN_EXPIRED -> Reason.NOT_AUTHORIZED;
                  case INVALID_ADDRESS -> Reason.TOPIC_NAME_INVALID;
                  case INVALID_VALUE -> Reason.PAYLOAD_FORMAT_INVALID;
                  case LIMIT_EXCEEDED -> Reason.QUOTA_EXCEEDED;
                  case REVISION_CONFLICT, LOCK_HELD -> Reason.IMPLEMENTATION_SPECIFIC;
                  default -> Reason.UNSPECIFIED;
                })
        .orElse(Reason.UNSPECIFIED);
  }
}
