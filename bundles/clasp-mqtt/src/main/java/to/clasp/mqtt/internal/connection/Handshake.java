package to.clasp.mqtt.internal.connection;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.auth.Credentials;
import to.clasp.auth.Grant;
import to.clasp.mqtt.internal.EdgeRules;
import to.clasp.mqtt.internal.packet.ClientLink;
import to.clasp.mqtt.internal.packet.MqttFault;
import to.clasp.mqtt.internal.packet.Reason;
import to.clasp.mqtt.internal.session.ClientSession;
import to.clasp.mqtt.internal.session.SessionKey;
import to.clasp.mqtt.internal.topic.Topics;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;
import to.clasp.transport.netty.ChannelSecurity;

/** From CONNECT to CONNACK. On the channel's event loop. */
final class Handshake {
  private static final Logger LOG = LoggerFactory.getLogger(Handshake.class);
  private static final int MQTT_5 = 5;

  private final ClientConnection connection;
  private final PortContext port;
  private final EdgeRules rules;
  private ConnectRequest request;

  Handshake(ClientConnection connection, PortContext port, EdgeRules rules) {
    this.connection = connection;
    this.port = port;
    this.rules = rules;
  }

  /** The client has said something that is no CONNECT of a version that is known. */
  void refuseUnreadable(Throwable cause) {
    LOG.debug(
        "CONNECT of {} not understood: {}",
        connection.channel().remoteAddress(),
        cause == null ? "" : cause.getMessage());
    int level = connection.level();
    boolean known = level >= 3 && level <= MQTT_5;
    boolean mqtt5 = level >= MQTT_5;
    int reason = known ? Reason.MALFORMED_PACKET : Reason.UNSUPPORTED_VERSION;
    if (known && !mqtt5) {
      reason = Reason.CLIENT_ID_NOT_VALID;
    }
    refuse(mqtt5, reason);
  }

  void begin(MqttConnectMessage packet) {
    boolean mqtt5 = packet.variableHeader().version() == MQTT_5;
    try {
      Topics topics = rules.tools(connection.channel().eventLoop()).topics();
      request = ConnectRequest.read(packet, rules.values(), topics);
    } catch (MqttFault fault) {
      port.counters().faults.increment();
      refuse(mqtt5, fault.reason());
      return;
    }
    int most = rules.values().maxClients();
    if (most > 0 && port.size() > most) {
      refuse(mqtt5, Reason.QUOTA_EXCEEDED);
      return;
    }
    authenticate();
  }

  private void authenticate() {
    Channel channel = connection.channel();
    Credentials credentials =
        new Credentials(
            "mqtt:" + request.clientId(), request.token(), ChannelSecurity.info("mqtt", channel));
    port.authenticator()
        .authenticate(credentials)
        .whenComplete((grant, failure) -> onLoop(() -> onAnswer(grant, failure), grant));
  }

  private void onLoop(Runnable task, Grant grant) {
    EventLoop loop = connection.channel().eventLoop();
    if (loop.inEventLoop()) {
      task.run();
      return;
    }
    try {
      loop.execute(task);
    } catch (RejectedExecutionException stopped) {
      release(grant);
    }
  }

  private void onAnswer(Grant grant, Throwable failure) {
    if (connection.isOver()) {
      release(grant);
    } else if (failure != null) {
      refuse(request.mqtt5(), Login.reason(code(failure)));
    } else {
      attach(grant);
    }
  }

  private static void release(Grant grant) {
    if (grant != null && grant.lease() != null) {
      grant.lease().release();
    }
  }

  private ErrorCode code(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof ProtocolException refusal) {
      return refusal.code();
    }
    if (port.authenticates(false)) {
      LOG.error("authentication failed, and may do so for all clients", cause);
    }
    return ErrorCode.INTERNAL_ERROR;
  }

  /** Finds or makes the session, on the loop that it belongs to. */
  private void attach(Grant grant) {
    EventLoop loop = connection.channel().eventLoop();
    String namespace = rules.values().namespace().prefix();
    SessionKey key = new SessionKey(namespace, grant.subject(), request.clientId());
    ClientSession found = port.registry().find(key);
    if (found != null && found.loop() != loop) {
      move(found.loop(), grant);
      return;
    }
    if (found != null && request.clean()) {
      found.end();
    } else if (found != null) {
      found.takeOver();
    }
    boolean present = found != null && !found.isEnded();
    ClientSession session = present ? found : port.registry().create(key, loop, rules);
    if (session == null) {
      // Made by another loop in this moment; the next try finds it.
      loop.execute(() -> onAnswer(grant, null));
      return;
    }
    try {
      admit(session, present, grant);
    } catch (ProtocolException refusal) {
      session.end();
      refuse(request.mqtt5(), Login.reason(refusal.code()));
    }
  }

  private void admit(ClientSession session, boolean present, Grant grant) {
    port.authenticates(true);
    Channel channel = connection.channel();
    if (present) {
      session.authorize(grant, channel.remoteAddress());
    } else {
      session.open(grant, channel.remoteAddress());
    }
    ClientLink link =
        new ClientLink(
            channel,
            request.mqtt5(),
            request.maxPacketBytes(),
            request.topicAliases(),
            port.counters());
    connection.open(link, rules.values().maxTopicAliases());
    port.counters().connects.increment();
    link.send(ConnectAnswer.accepted(request, rules.values(), present));
    session.connect(connection, request.wishes());
    connection.begin(session, ConnectAnswer.idleSeconds(request, rules.values()));
    link.flush();
  }

  /** A session never changes its loop, so the channel does. */
  private void move(EventLoop to, Grant grant) {
    Channel channel = connection.channel();
    connection.cancelTimer();
    channel
        .deregister()
        .addListener(
            left ->
                to.register(channel)
                    .addListener(
                        registered -> {
                          connection.moved();
                          if (registered.isSuccess()) {
                            onAnswer(grant, null);
                          } else {
                            release(grant);
                            channel.close();
                          }
                        }));
  }

  private void refuse(boolean mqtt5, int reason) {
    port.counters().refusals.increment();
    byte[] packet =
        mqtt5
            ? new byte[] {0x20, 3, 0, (byte) reason, 0}
            : new byte[] {0x20, 2, 0, (byte) Login.returnCode(reason)};
    connection
        .channel()
        .writeAndFlush(Unpooled.wrappedBuffer(packet))
        .addListener(ChannelFutureListener.CLOSE);
  }
}
