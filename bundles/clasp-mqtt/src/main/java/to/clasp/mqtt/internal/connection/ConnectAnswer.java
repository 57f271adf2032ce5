package to.clasp.mqtt.internal.connection;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import to.clasp.mqtt.internal.EdgeRules;

/** The CONNACK of a client that is let in. */
final class ConnectAnswer {
  private static final int MAX_KEEP_ALIVE = 65_535;

  private ConnectAnswer() {}

  static MqttConnAckMessage accepted(
      ConnectRequest request, EdgeRules.Values rules, boolean present) {
    MqttFixedHeader header =
        new MqttFixedHeader(MqttMessageType.CONNACK, false, MqttQoS.AT_MOST_ONCE, false, 0);
    return new MqttConnAckMessage(
        header,
        new MqttConnAckVariableHeader(
            MqttConnectReturnCode.CONNECTION_ACCEPTED,
            present,
            request.mqtt5() ? properties(request, rules) : MqttProperties.NO_PROPERTIES));
  }

  private static MqttProperties properties(ConnectRequest request, EdgeRules.Values rules) {
    MqttProperties properties = new MqttProperties();
    if (request.expirySeconds() != request.wantedExpiry()) {
      number(properties, MqttProperties.SESSION_EXPIRY_INTERVAL, (int) request.expirySeconds());
    }
    number(properties, MqttProperties.RECEIVE_MAXIMUM, rules.receiveMaximum());
    number(properties, MqttProperties.MAXIMUM_PACKET_SIZE, rules.maxPacketBytes());
    number(properties, MqttProperties.TOPIC_ALIAS_MAXIMUM, rules.maxTopicAliases());
    if (request.isAssigned()) {
      properties.add(
          new MqttProperties.StringProperty(
              MqttProperties.ASSIGNED_CLIENT_IDENTIFIER, request.clientId()));
    }
    if (request.keepAlive() == 0 && rules.idleTimeoutSeconds() > 0) {
      number(
          properties,
          MqttProperties.SERVER_KEEP_ALIVE,
          Math.min(MAX_KEEP_ALIVE, rules.idleTimeoutSeconds()));
    }
    return properties;
  }

  private static void number(MqttProperties properties, int id, int value) {
    properties.add(new MqttProperties.IntegerProperty(id, value));
  }

  /** How long the client may be silent: one and a half times what it promised. */
  static int idleSeconds(ConnectRequest request, EdgeRules.Values rules) {
    int promised = request.keepAlive() == 0 ? rules.idleTimeoutSeconds() : request.keepAlive();
    return promised + (promised + 1) / 2;
  }
}
