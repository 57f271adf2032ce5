package to.clasp.mqtt.internal.packet;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import to.clasp.mqtt.internal.topic.Topic;

/**
 * A message on its way to clients, made once for all of them. Used by one loop at a time.
 *
 * <p>The bytes of the packet without quality of service are made once, too, because most clients
 * get those.
 */
public final class Publication {
  private static final byte[] NONE = {};
  private static final byte[] REVISION = key("revision");
  private static final byte[] WRITER = key("writer");

  private final Topic topic;
  private final byte[] payload;
  private final Origin origin;
  private final long madeAt = System.nanoTime();
  private byte[] packet3;
  private byte[] packet5;
  private byte[] properties;

  /**
   * What is known about where a message comes from.
   *
   * @param qos the quality of service that it was published with
   * @param retain whether it was published to be retained
   * @param expirySeconds how long it counts, or -1 for ever
   * @param revision of the param, or null
   * @param writer id of the session that sent it, or null
   * @param passedOn properties of MQTT 5 as the sender wrote them
   */
  public record Origin(
      int qos, boolean retain, long expirySeconds, Long revision, String writer, byte[] passedOn) {

    /** Of the server itself. */
    public static final Origin SERVER = new Origin(2, true, -1, null, null, NONE);
  }

  public Publication(Topic topic, byte[] payload, Origin origin) {
    this.topic = topic;
    this.payload = payload;
    this.origin = origin;
  }

  private static byte[] key(String name) {
    ByteBuf key = Unpooled.buffer();
    key.writeByte(PublishProperties.USER_PROPERTY).writeShort(name.length());
    key.writeBytes(name.getBytes(US_ASCII));
    byte[] bytes = new byte[key.readableBytes()];
    key.readBytes(bytes);
    return bytes;
  }

  public Topic topic() {
    return topic;
  }

  byte[] payload() {
    return payload;
  }

  public Origin origin() {
    return origin;
  }

  /** Memory that it takes while it waits, roughly. */
  public int weight() {
    return payload.length + topic.bytes().length + origin.passedOn().length + 100;
  }

  /** Seconds for which it still counts; -1 for ever, 0 if it does not. */
  long secondsLeft() {
    if (origin.expirySeconds() < 0) {
      return -1;
    }
    long waited = (System.nanoTime() - madeAt) / 1_000_000_000L;
    return Math.max(0, origin.expirySeconds() - waited);
  }

  /** Whether it waited for so long that it does not count any more. */
  public boolean isExpired() {
    return secondsLeft() == 0 && origin.expirySeconds() != 0;
  }

  /** The packet without quality of service, retain flag and anything of one client's own. */
  byte[] packet(boolean mqtt5) {
    byte[] packet = mqtt5 ? packet5 : packet3;
    if (packet == null) {
      ByteBuf made = Unpooled.buffer(PublishWriter.sizeOf(this, 0, mqtt5, Extras.NONE));
      PublishWriter.write(made, this, 0, 0, mqtt5, Extras.NONE);
      packet = made.array();
      if (mqtt5) {
        packet5 = packet;
      } else {
        packet3 = packet;
      }
    }
    return packet;
  }

  /** The properties that are the same for all clients, without message expiry. */
  byte[] properties() {
    if (properties == null) {
      ByteBuf made = Unpooled.buffer();
      made.writeBytes(origin.passedOn());
      if (origin.revision() != null) {
        pair(made, REVISION, Long.toUnsignedString(origin.revision()));
      }
      if (origin.writer() != null) {
        pair(made, WRITER, origin.writer());
      }
      properties = new byte[made.readableBytes()];
      made.readBytes(properties);
    }
    return properties;
  }

  private static void pair(ByteBuf to, byte[] key, String value) {
    to.writeBytes(key).writeShort(value.length()).writeBytes(value.getBytes(US_ASCII));
  }
}
