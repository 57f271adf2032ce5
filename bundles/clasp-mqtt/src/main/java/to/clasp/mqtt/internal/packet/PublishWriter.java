package to.clasp.mqtt.internal.packet;

import io.netty.buffer.ByteBuf;

/** Writes PUBLISH. */
final class PublishWriter {
  private static final int PUBLISH = 0x30;

  private PublishWriter() {}

  /** How many bytes a variable byte integer takes. */
  static int sizeOfInt(int value) {
    return value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : 4;
  }

  static void writeInt(ByteBuf to, int value) {
    int left = value;
    while (left >= 0x80) {
      to.writeByte(left & 0x7F | 0x80);
      left >>>= 7;
    }
    to.writeByte(left);
  }

  /** The size of the whole packet. */
  static int sizeOf(Publication message, int qos, boolean mqtt5, Extras extras) {
    int remaining = remaining(message, qos, mqtt5, extras);
    return 1 + sizeOfInt(remaining) + remaining;
  }

  private static int remaining(Publication message, int qos, boolean mqtt5, Extras extras) {
    int name = extras.named() ? message.topic().bytes().length : 0;
    int remaining = 2 + name + (qos > 0 ? 2 : 0) + message.payload().length;
    if (mqtt5) {
      int properties = properties(message, extras);
      remaining += sizeOfInt(properties) + properties;
    }
    return remaining;
  }

  private static int properties(Publication message, Extras extras) {
    int expiry = message.origin().expirySeconds() >= 0 ? 5 : 0;
    return message.properties().length + extras.size() + expiry;
  }

  /**
   * Writes a packet.
   *
   * @param flags DUP, QoS and RETAIN
   * @param packetId for a QoS above 0
   */
  static void write(
      ByteBuf to, Publication message, int flags, int packetId, boolean mqtt5, Extras extras) {
    int qos = flags >> 1 & 3;
    to.writeByte(PUBLISH | flags);
    writeInt(to, remaining(message, qos, mqtt5, extras));
    byte[] name = message.topic().bytes();
    to.writeShort(extras.named() ? name.length : 0);
    if (extras.named()) {
      to.writeBytes(name);
    }
    if (qos > 0) {
      to.writeShort(packetId);
    }
    if (mqtt5) {
      writeProperties(to, message, extras);
    }
    to.writeBytes(message.payload());
  }

  private static void writeProperties(ByteBuf to, Publication message, Extras extras) {
    writeInt(to, properties(message, extras));
    to.writeBytes(message.properties());
    if (message.origin().expirySeconds() >= 0) {
      to.writeByte(PublishProperties.MESSAGE_EXPIRY).writeInt((int) message.secondsLeft());
    }
    if (extras.alias() > 0) {
      to.writeByte(PublishProperties.TOPIC_ALIAS).writeShort(extras.alias());
    }
    for (int id : extras.subscriptionIds()) {
      to.writeByte(PublishProperties.SUBSCRIPTION_ID);
      writeInt(to, id);
    }
  }
}
