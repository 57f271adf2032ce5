package to.clasp.mqtt.internal.packet;

import java.io.ByteArrayOutputStream;
import to.clasp.mqtt.internal.topic.Topics;
import to.clasp.mqtt.internal.value.PayloadReader;

/** The properties of a PUBLISH of MQTT 5. Used again and again, by one thread. */
public final class PublishProperties {
  static final int PAYLOAD_FORMAT = 0x01;
  static final int MESSAGE_EXPIRY = 0x02;
  static final int CONTENT_TYPE = 0x03;
  static final int RESPONSE_TOPIC = 0x08;
  static final int CORRELATION_DATA = 0x09;
  static final int SUBSCRIPTION_ID = 0x0B;
  static final int TOPIC_ALIAS = 0x23;
  static final int USER_PROPERTY = 0x26;

  /** What is passed on with a message waits with it, so it must not be large. */
  private static final int MOST_PASSED_ON = 2048;

  private static final String REVISION = "revision";
  private static final byte[] NONE = {};

  private byte[] packet;
  private int at;
  private int end;
  private long seen;
  private long expiry;
  private int alias;
  private Long revision;
  private ByteArrayOutputStream passedOn;

  /** No properties. */
  void clear() {
    seen = 0;
    expiry = -1;
    alias = -1;
    revision = null;
    passedOn = null;
  }

  /**
   * Reads them.
   *
   * @return where they end
   */
  int read(byte[] from, int start, int stop) {
    clear();
    packet = from;
    at = start;
    end = stop;
    int length = variableInt();
    if (at + length > stop) {
      throw MqttFault.malformed("the properties are cut off");
    }
    end = at + length;
    while (at < end) {
      property();
    }
    return end;
  }

  private void property() {
    int from = at;
    int id = unsignedByte();
    once(id);
    switch (id) {
      case PAYLOAD_FORMAT -> {
        if (unsignedByte() > 1) {
          throw new MqttFault(Reason.PROTOCOL_ERROR, "payload format is neither 0 nor 1");
        }
      }
      case MESSAGE_EXPIRY -> expiry = (long) unsignedShort() << 16 | unsignedShort();
      case TOPIC_ALIAS -> alias = unsignedShort();
      case CORRELATION_DATA -> skip(unsignedShort());
      case CONTENT_TYPE -> text();
      case RESPONSE_TOPIC -> requireTopic(text());
      case USER_PROPERTY -> {
        if (isRevision()) {
          return;
        }
      }
      default ->
          throw new MqttFault(Reason.PROTOCOL_ERROR, "property " + id + " in PUBLISH of a client");
    }
    if (id != MESSAGE_EXPIRY && id != TOPIC_ALIAS) {
      passOn(from, at);
    }
  }

  private void once(int id) {
    long bit = id < Long.SIZE ? 1L << id : 0;
    if ((seen & bit) != 0 && id != USER_PROPERTY) {
      throw new MqttFault(Reason.PROTOCOL_ERROR, "property " + id + " is there twice");
    }
    seen |= bit;
  }

  /** The revision that a param is expected to have. */
  private boolean isRevision() {
    String key = text();
    String value = text();
    if (!key.equals(REVISION)) {
      return false;
    }
    try {
      revision = Long.parseUnsignedLong(value);
      return true;
    } catch (NumberFormatException none) {
      return false;
    }
  }

  /** What receivers get must be what they may read. */
  private String text() {
    int length = unsignedShort();
    skip(length);
    String text = PayloadReader.text(packet, at - length, length);
    if (text == null || text.indexOf('\0') >= 0) {
      throw MqttFault.malformed("the text of a property is no UTF-8, or has the character 0");
    }
    return text;
  }

  /**
   * A response topic is one that something can be published to.
   *
   * @throws MqttFault if it is none
   */
  public static void requireTopic(String name) {
    if (!Topics.isName(name)) {
      throw new MqttFault(Reason.PROTOCOL_ERROR, "the response topic is no topic");
    }
  }

  private void passOn(int from, int to) {
    if (passedOn == null) {
      passedOn = new ByteArrayOutputStream();
    }
    if (passedOn.size() + to - from > MOST_PASSED_ON) {
      throw new MqttFault(
          Reason.PACKET_TOO_LARGE,
          "the properties to be passed on take more than " + MOST_PASSED_ON + " bytes");
    }
    passedOn.write(packet, from, to - from);
  }

  private int variableInt() {
    int value = 0;
    for (int shift = 0; shift < 28; shift += 7) {
      int digit = unsignedByte();
      value |= (digit & 0x7F) << shift;
      if (digit < 0x80) {
        return value;
      }
    }
    throw MqttFault.malformed("a length takes more than four bytes");
  }

  private int unsignedByte() {
    skip(1);
    return packet[at - 1] & 0xFF;
  }

  private int unsignedShort() {
    skip(2);
    return (packet[at - 2] & 0xFF) << 8 | packet[at - 1] & 0xFF;
  }

  private void skip(int bytes) {
    if (at + bytes > end) {
      throw MqttFault.malformed("a property is cut off");
    }
    at += bytes;
  }

  int alias() {
    return alias;
  }

  /** In seconds, -1 for never. */
  public long expiry() {
    return expiry;
  }

  /** The revision that the param is expected to have, or null. */
  public Long revision() {
    return revision;
  }

  /** What receivers get as it is: properties as they were written. */
  public byte[] passedOn() {
    return passedOn == null ? NONE : passedOn.toByteArray();
  }
}
