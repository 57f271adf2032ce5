package to.clasp.mqtt.internal.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import java.io.ByteArrayOutputStream;
import to.clasp.mqtt.internal.packet.MqttFault;
import to.clasp.mqtt.internal.packet.PublishProperties;
import to.clasp.mqtt.internal.packet.Reason;
import to.clasp.mqtt.internal.session.Will;
import to.clasp.mqtt.internal.topic.Topic;
import to.clasp.mqtt.internal.topic.Topics;

/** Reads the will of a CONNECT. */
final class WillReader {
  private static final int HIGHEST_QOS = 2;
  private static final int MOST_PASSED_ON = 2048;
  private static final byte[] NOTHING = {};

  private WillReader() {}

  static Will read(MqttConnectVariableHeader header, MqttConnectPayload payload, Topics topics) {
    String name = payload.willTopic();
    if (name == null || !Topics.isName(name) || name.startsWith("$SYS/")) {
      throw new MqttFault(Reason.TOPIC_NAME_INVALID, "the topic of the will is not valid");
    }
    if (header.willQos() > HIGHEST_QOS) {
      throw new MqttFault(Reason.MALFORMED_PACKET, "QoS 3 of the will");
    }
    byte[] bytes = name.getBytes(UTF_8);
    Topic topic = topics.byName(bytes, 0, bytes.length);
    byte[] content = payload.willMessageInBytes();
    MqttProperties properties =
        payload.willProperties() == null ? MqttProperties.NO_PROPERTIES : payload.willProperties();
    return new Will(
        topic,
        content == null ? NOTHING : content.clone(),
        header.willQos(),
        header.isWillRetain(),
        ConnectRequest.number(properties, MqttProperties.WILL_DELAY_INTERVAL, 0),
        ConnectRequest.number(properties, MqttProperties.PUBLICATION_EXPIRY_INTERVAL, -1),
        passedOn(properties));
  }

  /** As PUBLISH would have them. */
  private static byte[] passedOn(MqttProperties properties) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    format(out, properties);
    text(out, properties, MqttProperties.CONTENT_TYPE);
    MqttProperties.MqttProperty<?> back = properties.getProperty(MqttProperties.RESPONSE_TOPIC);
    if (back != null) {
      PublishProperties.requireTopic((String) back.value());
    }
    text(out, properties, MqttProperties.RESPONSE_TOPIC);
    MqttProperties.MqttProperty<?> data = properties.getProperty(MqttProperties.CORRELATION_DATA);
    if (data != null) {
      out.write(MqttProperties.CORRELATION_DATA);
      write(out, (byte[]) data.value());
    }
    for (Object pair : properties.getProperties(MqttProperties.USER_PROPERTY)) {
      MqttProperties.StringPair value = ((MqttProperties.UserProperty) pair).value();
      out.write(MqttProperties.USER_PROPERTY);
      write(out, value.key.getBytes(UTF_8));
      write(out, value.value.getBytes(UTF_8));
    }
    if (out.size() > MOST_PASSED_ON) {
      throw new MqttFault(
          Reason.PACKET_TOO_LARGE,
          "the properties of the will take more than " + MOST_PASSED_ON + " bytes");
    }
    return out.toByteArray();
  }

  private static void format(ByteArrayOutputStream out, MqttProperties properties) {
    int id = MqttProperties.PAYLOAD_FORMAT_INDICATOR;
    MqttProperties.MqttProperty<?> property = properties.getProperty(id);
    if (property != null) {
      int value = (Integer) property.value();
      if (value > 1) {
        throw new MqttFault(Reason.PROTOCOL_ERROR, "payload format is neither 0 nor 1");
      }
      out.write(id);
      out.write(value);
    }
  }

  private static void text(ByteArrayOutputStream out, MqttProperties properties, int id) {
    MqttProperties.MqttProperty<?> property = properties.getProperty(id);
    if (property != null) {
      out.write(id);
      write(out, ((String) property.value()).getBytes(UTF_8));
    }
  }

  private static void write(ByteArrayOutputStream out, byte[] bytes) {
    out.write(bytes.length >> 8);
    out.write(bytes.length);
    out.writeBytes(bytes);
  }
}
