package to.clasp.mqtt.internal.connection;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import java.util.UUID;
import to.clasp.mqtt.internal.EdgeRules;
import to.clasp.mqtt.internal.packet.MqttFault;
import to.clasp.mqtt.internal.packet.Reason;
import to.clasp.mqtt.internal.session.Will;
import to.clasp.mqtt.internal.session.Wishes;
import to.clasp.mqtt.internal.topic.Topics;

/**
 * A CONNECT that was checked.
 *
 * @param mqtt5 whether it is one of MQTT 5
 * @param clientId of the client, or one made for it
 * @param isAssigned whether it was made
 * @param clean whether a session of before is to be forgotten
 * @param expirySeconds for how long the session outlives the connection, as granted
 * @param wantedExpiry as the client asked
 * @param keepAlive in seconds, 0 for none
 * @param receiveMaximum most messages to the client under way
 * @param maxPacketBytes the largest packet that the client takes
 * @param topicAliases how many numbers for topics the client knows
 * @param token or null
 * @param will or null
 */
record ConnectRequest(
    boolean mqtt5,
    String clientId,
    boolean isAssigned,
    boolean clean,
    long expirySeconds,
    long wantedExpiry,
    int keepAlive,
    int receiveMaximum,
    long maxPacketBytes,
    int topicAliases,
    String token,
    Will will) {
  private static final int MQTT_5 = 5;
  private static final int MAX_ID = 65_535;

  /** For a client that takes any. */
  private static final long LARGEST_PACKET = 268_435_460L;

  /**
   * Reads a CONNECT.
   *
   * @throws MqttFault if the client is to be refused
   */
  static ConnectRequest read(MqttConnectMessage packet, EdgeRules.Values rules, Topics topics) {
    MqttConnectVariableHeader header = packet.variableHeader();
    MqttConnectPayload payload = packet.payload();
    boolean mqtt5 = header.version() == MQTT_5;
    MqttProperties properties = mqtt5 ? header.properties() : MqttProperties.NO_PROPERTIES;
    requireFlagsInOrder(header, mqtt5);
    if (properties.getProperty(MqttProperties.AUTHENTICATION_METHOD) != null) {
      throw new MqttFault(Reason.BAD_AUTHENTICATION_METHOD, "no extended authentication");
    }
    String given = payload.clientIdentifier();
    boolean assigned = given == null || given.isEmpty();
    if (assigned && !mqtt5 && !header.isCleanSession()) {
      throw new MqttFault(Reason.CLIENT_ID_NOT_VALID, "a session without a client identifier");
    }
    long wanted = wantedExpiry(header, properties, mqtt5);
    return new ConnectRequest(
        mqtt5,
        assigned ? "auto-" + UUID.randomUUID() : given,
        assigned,
        header.isCleanSession(),
        Math.min(wanted, rules.maxSessionExpirySeconds()),
        wanted,
        header.keepAliveTimeSeconds(),
        (int) positive(properties, MqttProperties.RECEIVE_MAXIMUM, MAX_ID),
        positive(properties, MqttProperties.MAXIMUM_PACKET_SIZE, LARGEST_PACKET),
        (int)
            Math.min(
                number(properties, MqttProperties.TOPIC_ALIAS_MAXIMUM, 0), rules.maxTopicAliases()),
        Login.token(payload),
        header.isWillFlag() ? WillReader.read(header, payload, topics) : null);
  }

  private static void requireFlagsInOrder(MqttConnectVariableHeader header, boolean mqtt5) {
    if (!header.isWillFlag() && (header.willQos() != 0 || header.isWillRetain())) {
      throw new MqttFault(Reason.MALFORMED_PACKET, "flags of a will without a will");
    }
    if (!mqtt5 && header.hasPassword() && !header.hasUserName()) {
      throw new MqttFault(Reason.MALFORMED_PACKET, "a password without a user name");
    }
  }

  private static long wantedExpiry(
      MqttConnectVariableHeader header, MqttProperties properties, boolean mqtt5) {
    if (mqtt5) {
      return number(properties, MqttProperties.SESSION_EXPIRY_INTERVAL, 0);
    }
    return header.isCleanSession() ? 0 : Wishes.NEVER;
  }

  private static long positive(MqttProperties properties, int id, long absent) {
    long number = number(properties, id, absent);
    if (number == 0) {
      throw new MqttFault(Reason.PROTOCOL_ERROR, "property " + id + " is 0");
    }
    return number;
  }

  static long number(MqttProperties properties, int id, long absent) {
    MqttProperties.MqttProperty<?> property = properties.getProperty(id);
    return property == null ? absent : Integer.toUnsignedLong((Integer) property.value());
  }

  Wishes wishes() {
    return new Wishes(expirySeconds, receiveMaximum, will);
  }
}
