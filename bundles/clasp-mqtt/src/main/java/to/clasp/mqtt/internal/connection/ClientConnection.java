package to.clasp.mqtt.internal.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.mqtt.internal.EdgeRules;
import to.clasp.mqtt.internal.packet.ClientLink;
import to.clasp.mqtt.internal.packet.InboundPublish;
import to.clasp.mqtt.internal.packet.MqttFault;
import to.clasp.mqtt.internal.packet.PacketReader;
import to.clasp.mqtt.internal.packet.PacketSink;
import to.clasp.mqtt.internal.packet.Reason;
import to.clasp.mqtt.internal.session.ClientSession;
import to.clasp.mqtt.internal.session.Connected;
import to.clasp.mqtt.internal.session.LoopTools;
import to.clasp.transport.CloseReason;

/** One connection of a client, from its first byte to its end. On the channel's event loop. */
public final class ClientConnection extends ChannelInboundHandlerAdapter
    implements PacketSink, Connected {
  private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

  /** Longer identifiers of clients are allowed by no limit but that of a string. */
  private static final int LONGEST_CLIENT_ID = 65_535;

  private static final long MOST_ANSWERS = 1 << 20;

  private final PortContext port;
  private final EdgeRules rules;
  private final Channel channel;
  private final PacketReader reader;
  private final Handshake handshake;
  private LoopTools tools;
  private ScheduledFuture<?> timer;
  private ClientLink link;
  private ClientSession session;
  private InboundPublish.Aliases aliases;
  private int level;
  private boolean connected;
  private boolean decoded;
  private boolean waiting;
  private boolean paused;
  private boolean over;
  private long keepAliveNanos;
  private long lastRead = System.nanoTime();

  private ClientConnection(Channel channel, PortContext port) {
    this.channel = channel;
    this.port = port;
    this.rules = port.rules();
    this.tools = rules.tools(channel.eventLoop());
    this.reader = new PacketReader(this);
    this.handshake = new Handshake(this, port, rules);
  }

  /** Serves a channel from now on. */
  public static void serve(Channel channel, PortContext port) {
    ClientConnection connection = new ClientConnection(channel, port);
    int largest = connection.rules.values().maxPacketBytes();
    channel
        .pipeline()
        .addLast(
            connection.reader,
            new MqttDecoder(largest, LONGEST_CLIENT_ID, true),
            MqttEncoder.INSTANCE,
            connection);
    port.opened(connection);
    connection.waitForConnect();
  }

  private void waitForConnect() {
    long limit = rules.values().connectTimeoutSeconds();
    timer = channel.eventLoop().schedule(this::onNoConnect, limit, TimeUnit.SECONDS);
  }

  private void onNoConnect() {
    if (session == null) {
      LOG.debug("{} did not connect in time", channel.remoteAddress());
      end(Reason.PROTOCOL_ERROR);
    }
  }

  Channel channel() {
    return channel;
  }

  /** The level of the protocol that CONNECT asks for. */
  int level() {
    return level;
  }

  @Override
  public ClientLink link() {
    return link;
  }

  // What the reader asks.

  @Override
  public Taking taking() {
    return waiting || over ? Taking.NOTHING : paused ? Taking.ANSWERS : Taking.ALL;
  }

  @Override
  public int maxPacketBytes() {
    return rules.values().maxPacketBytes();
  }

  @Override
  public boolean isConnected() {
    return connected;
  }

  @Override
  public PacketReader.Scratch scratch() {
    return tools.scratch();
  }

  @Override
  public void onConnect(int wanted) {
    level = wanted;
  }

  @Override
  public void onPacket() {
    decoded = false;
    port.counters().packetsIn.increment();
  }

  @Override
  public boolean isDecoded() {
    return decoded || over;
  }

  @Override
  public void onPublish(byte[] packet, int start, int end, int flags) {
    InboundPublish publish = tools.inbound();
    publish.read(packet, start, end, flags, tools.topics(), aliases);
    session.onPublish(publish);
  }

  @Override
  public void onAnswer(int type, int packetId, int reason) {
    session.onAnswer(type, packetId, reason);
  }

  @Override
  public void onPing() {
    link.pong();
  }

  @Override
  public void onFault(MqttFault fault) {
    if (over) {
      return;
    }
    LOG.debug("{} is cut off: {}", channel.remoteAddress(), fault.getMessage());
    port.counters().faults.increment();
    if (!connected && level > 0) {
      connected = true;
      handshake.refuseUnreadable(fault);
    } else {
      end(fault.reason());
    }
  }

  @Override
  public void onReadComplete() {
    lastRead = System.nanoTime();
    if (session != null && !over) {
      session.endBatch();
    }
    if (link != null && !over) {
      link.flush();
      read();
    }
  }

  /** Answers that do not pass through the router must not pile up, either. */
  private void read() {
    if (!waiting) {
      boolean room = !paused || !reader.isFull();
      channel.config().setAutoRead(room && channel.bytesBeforeWritable() <= MOST_ANSWERS);
    }
  }

  // What the decoder hands over.

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    decoded = true;
    try {
      if (!over && message instanceof MqttMessage packet) {
        handle(packet);
      }
    } catch (MqttFault fault) {
      onFault(fault);
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void handle(MqttMessage packet) {
    Throwable invalid = packet.decoderResult().cause();
    if (!connected) {
      connected = true;
      pause();
      if (invalid == null && packet instanceof MqttConnectMessage connect) {
        handshake.begin(connect);
      } else {
        handshake.refuseUnreadable(invalid);
      }
    } else if (invalid != null) {
      throw new MqttFault(Reason.MALFORMED_PACKET, String.valueOf(invalid.getMessage()));
    } else if (packet instanceof MqttSubscribeMessage subscribe) {
      session.onSubscribe(subscribe);
    } else if (packet instanceof MqttUnsubscribeMessage unsubscribe) {
      session.onUnsubscribe(unsubscribe);
    } else {
      handleLast(packet);
    }
  }

  private void handleLast(MqttMessage packet) {
    switch (packet.fixedHeader().messageType()) {
      case DISCONNECT -> onDisconnect(packet);
      case AUTH ->
          throw new MqttFault(Reason.BAD_AUTHENTICATION_METHOD, "no extended authentication");
      default -> throw new MqttFault(Reason.PROTOCOL_ERROR, "an unexpected packet");
    }
  }

  private void onDisconnect(MqttMessage packet) {
    int reason = Reason.SUCCESS;
    long expiry = -1;
    if (packet.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader told) {
      reason = told.reasonCode() & 0xFF;
      MqttProperties.MqttProperty<?> wanted =
          told.properties().getProperty(MqttProperties.SESSION_EXPIRY_INTERVAL);
      if (wanted != null) {
        expiry = Integer.toUnsignedLong((Integer) wanted.value());
        session.requireMayExpireIn(expiry);
      }
    }
    ClientSession left = session;
    finish();
    left.disconnected(this, reason, expiry);
    channel.close();
  }

  /** Nothing is read until {@link #begin}. */
  private void pause() {
    waiting = true;
    channel.config().setAutoRead(false);
  }

  /** The loop of the channel has changed. */
  void moved() {
    tools = rules.tools(channel.eventLoop());
  }

  void cancelTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  /** The way to the client is known. */
  void open(ClientLink opened, int topicAliases) {
    link = opened;
    aliases = opened.isMqtt5() ? new InboundPublish.Aliases(topicAliases) : null;
  }

  /** The client is let in. */
  void begin(ClientSession of, int idleSeconds) {
    session = of;
    waiting = false;
    cancelTimer();
    keepAliveNanos = TimeUnit.SECONDS.toNanos(idleSeconds);
    lastRead = System.nanoTime();
    watch(keepAliveNanos);
    channel.config().setAutoRead(true);
    channel.eventLoop().execute(reader::resume);
  }

  private void watch(long nanos) {
    if (nanos > 0) {
      timer = channel.eventLoop().schedule(this::onTimer, nanos, TimeUnit.NANOSECONDS);
    }
  }

  /** Also if it is not read from, because then it does not read what it is sent. */
  private void onTimer() {
    long silent = System.nanoTime() - lastRead;
    if (over) {
      return;
    }
    if (silent >= keepAliveNanos) {
      LOG.debug("{} was silent for too long", channel.remoteAddress());
      end(Reason.KEEP_ALIVE_TIMEOUT);
    } else {
      watch(keepAliveNanos - silent);
    }
  }

  @Override
  public void setReading(boolean on) {
    paused = !on;
    if (!over && !waiting) {
      read();
      if (on) {
        channel.eventLoop().execute(reader::resume);
      }
    }
  }

  @Override
  public void dismiss(int reason) {
    if (!over) {
      finish();
      link.disconnect(reason);
    }
  }

  /** Ends the connection from this side; the session may go on. */
  void end(int reason) {
    if (over) {
      return;
    }
    ClientSession left = session;
    if (left != null) {
      left.dismiss(reason);
    } else {
      finish();
      channel.close();
    }
  }

  private void finish() {
    over = true;
    cancelTimer();
    reader.stop();
  }

  boolean isOver() {
    return over;
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable() && session != null && !over) {
      read();
      session.progress();
      link.flush();
    }
    context.fireChannelWritabilityChanged();
  }

  /** Whoever owns the port or the route ends it. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == CloseReason.GOING_AWAY) {
      end(Reason.SERVER_SHUTTING_DOWN);
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    finish();
    port.closed(this);
    if (link != null) {
      link.release();
    }
    if (session != null) {
      session.disconnected(this, -1, -1);
    }
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    LOG.debug("connection with {} failed", channel.remoteAddress(), failure);
    end(Reason.UNSPECIFIED);
  }
}
