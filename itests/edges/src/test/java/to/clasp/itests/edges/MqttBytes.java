package to.clasp.itests.edges;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Packets of MQTT 3.1.1 made byte by byte, so that nothing is shared with what is tested. */
final class MqttBytes {
  static final byte[] PING_REQUEST = {(byte) 0xC0, 0};
  static final byte[] PING_RESPONSE = {(byte) 0xD0, 0};
  static final byte[] CONNECTED = {0x20, 2, 0, 0};
  static final byte[] SUBSCRIBED = {(byte) 0x90, 3, 0, 1, 0};

  private MqttBytes() {}

  /** A clean session without a login. */
  static byte[] connect(String client, int keepAliveSeconds) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    text(body, "MQTT");
    body.write(4);
    body.write(2);
    body.write(0);
    body.write(keepAliveSeconds);
    text(body, client);
    return packet(0x10, body);
  }

  static byte[] subscribe(String filter) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(0);
    body.write(1);
    text(body, filter);
    body.write(0);
    return packet(0x82, body);
  }

  static byte[] publish(String topic, String payload) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    text(body, topic);
    body.writeBytes(payload.getBytes(UTF_8));
    return packet(0x30, body);
  }

  private static void text(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    out.write(bytes.length >> 8);
    out.write(bytes.length);
    out.writeBytes(bytes);
  }

  /** Shorter than 128 bytes. */
  private static byte[] packet(int first, ByteArrayOutputStream body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(first);
    out.write(body.size());
    out.writeBytes(body.toByteArray());
    return out.toByteArray();
  }
}
