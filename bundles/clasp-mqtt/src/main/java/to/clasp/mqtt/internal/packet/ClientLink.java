package to.clasp.mqtt.internal.packet;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import to.clasp.transport.netty.OutgoingBuffer;

/** The way to a client that is connected. On the channel's event loop. */
public final class ClientLink {
  /** How long a client may take what was written before its connection is cut. */
  private static final long LINGER_MILLIS = 1000;

  private final Channel channel;
  private final boolean mqtt5;
  private final long maxPacketBytes;
  private final int maxAliases;
  private final Counters counters;
  private final OutgoingBuffer out;
  private final Map<String, Integer> aliases = new HashMap<>(0);
  private boolean closed;

  /**
   * @param maxPacketBytes the largest packet that the client takes
   * @param maxAliases how many topics may have a number; 0 for MQTT 3
   */
  public ClientLink(
      Channel channel, boolean mqtt5, long maxPacketBytes, int maxAliases, Counters counters) {
    this.channel = channel;
    this.mqtt5 = mqtt5;
    this.maxPacketBytes = maxPacketBytes;
    this.maxAliases = maxAliases;
    this.counters = counters;
    this.out = new OutgoingBuffer(channel);
  }

  public boolean isMqtt5() {
    return mqtt5;
  }

  public Channel channel() {
    return channel;
  }

  /** Whether the client takes more. */
  public boolean isWritable() {
    return channel.isWritable();
  }

  /** Sends a message without quality of service. */
  public void publish(Publication message, boolean retain, int[] subscriptionIds) {
    boolean shared = !retain && maxAliases == 0 && subscriptionIds.length == 0;
    if (!shared) {
      publish(message, 0, 0, retain, false, subscriptionIds);
      return;
    }
    byte[] packet = message.packet(mqtt5);
    if (packet.length <= maxPacketBytes && !closed) {
      out.room(packet.length).writeBytes(packet);
      counters.publishesOut.increment();
    } else {
      counters.publishesDropped.increment();
    }
  }

  /**
   * Sends a message.
   *
   * @param packetId for a QoS above 0
   * @param again whether it may have been sent before
   * @return false if the client does not take so large a packet
   */
  public boolean publish(
      Publication message,
      int qos,
      int packetId,
      boolean retain,
      boolean again,
      int[] subscriptionIds) {
    Extras extras = mqtt5 ? extras(message, subscriptionIds) : Extras.NONE;
    int size = PublishWriter.sizeOf(message, qos, mqtt5, extras);
    if (size > maxPacketBytes || closed) {
      counters.publishesDropped.increment();
      return closed;
    }
    int flags = qos << 1 | (retain ? 1 : 0) | (again ? 8 : 0);
    PublishWriter.write(out.room(size), message, flags, packetId, mqtt5, extras);
    if (extras.alias() > 0 && extras.named()) {
      aliases.put(message.topic().address(), extras.alias());
    }
    counters.publishesOut.increment();
    return true;
  }

  /** The first topics get a number, if that is shorter than their name. */
  private Extras extras(Publication message, int[] subscriptionIds) {
    Integer known = maxAliases == 0 ? null : aliases.get(message.topic().address());
    if (known != null) {
      return new Extras(known, false, subscriptionIds);
    }
    boolean next = aliases.size() < maxAliases && message.topic().bytes().length > 3;
    if (!next && subscriptionIds.length == 0) {
      return Extras.NONE;
    }
    return new Extras(next ? aliases.size() + 1 : 0, true, subscriptionIds);
  }

  /** Answers, or goes on with, a message with quality of service. */
  public void answer(int type, int packetId, int reason) {
    if (closed) {
      return;
    }
    boolean told = mqtt5 && reason != Reason.SUCCESS;
    ByteBuf to = out.room(5);
    to.writeByte(type << 4 | (type == PacketSink.PUBREL ? 2 : 0));
    to.writeByte(told ? 3 : 2).writeShort(packetId);
    if (told) {
      to.writeByte(reason);
    }
  }

  /** Answers PINGREQ. */
  public void pong() {
    if (!closed) {
      out.room(2).writeShort(0xD000);
    }
  }

  /** Sends a packet of another kind. */
  public void send(MqttMessage packet) {
    if (!closed) {
      out.flush();
      channel.write(packet, channel.voidPromise());
    }
  }

  /** Sends what was written. */
  public void flush() {
    out.flush();
    channel.flush();
  }

  /** Says why, as far as the version allows that, and closes the connection. */
  public void disconnect(int reason) {
    if (mqtt5) {
      MqttFixedHeader header =
          new MqttFixedHeader(MqttMessageType.DISCONNECT, false, MqttQoS.AT_MOST_ONCE, false, 0);
      send(
          new MqttMessage(
              header,
              new MqttReasonCodeAndPropertiesVariableHeader(
                  (byte) reason, MqttProperties.NO_PROPERTIES)));
    }
    close();
  }

  /** Closes the connection, after what was written. */
  public void close() {
    if (closed) {
      return;
    }
    ByteBuf last = out.take();
    closed = true;
    channel
        .writeAndFlush(last == null ? channel.alloc().buffer(0) : last)
        .addListener(ChannelFutureListener.CLOSE);
    channel.eventLoop().schedule(() -> channel.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The connection is gone. */
  public void release() {
    closed = true;
    out.release();
  }
}
