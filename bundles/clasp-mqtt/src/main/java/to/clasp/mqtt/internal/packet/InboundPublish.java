package to.clasp.mqtt.internal.packet;

import java.util.Arrays;
import to.clasp.mqtt.internal.topic.Topic;
import to.clasp.mqtt.internal.topic.Topics;

/**
 * A PUBLISH of a client, read from borrowed bytes. One object is used again and again; used by one
 * thread.
 */
public final class InboundPublish {
  private Topic topic;
  private int qos;
  private boolean retain;
  private int packetId;
  private byte[] packet;
  private int payloadStart;
  private int end;
  private final PublishProperties properties = new PublishProperties();

  /** Topics by the numbers that a client of MQTT 5 gave them. */
  public static final class Aliases {
    private final int most;

    /** Grows with the numbers that are used, because most clients use none. */
    private Topic[] topics = new Topic[0];

    /**
     * @param most the largest number
     */
    public Aliases(int most) {
      this.most = most;
    }

    private Topic resolve(int alias, Topic named) {
      if (alias == 0 || alias > most) {
        throw new MqttFault(Reason.TOPIC_ALIAS_INVALID, "topic alias " + alias);
      }
      if (named != null) {
        if (alias >= topics.length) {
          topics = Arrays.copyOf(topics, Math.min(most + 1, 2 * alias + 1));
        }
        topics[alias] = named;
      } else if (alias >= topics.length || topics[alias] == null) {
        throw new MqttFault(Reason.PROTOCOL_ERROR, "topic alias " + alias + " is not known");
      }
      return topics[alias];
    }
  }

  /**
   * Reads a packet.
   *
   * @param aliases null for MQTT 3
   * @throws MqttFault if it is malformed
   */
  public void read(byte[] from, int start, int stop, int flags, Topics topics, Aliases aliases) {
    packet = from;
    end = stop;
    retain = (flags & 1) != 0;
    qos = flags >> 1 & 3;
    if (qos == 3 || qos == 0 && (flags & 8) != 0) {
      throw MqttFault.malformed("flags of PUBLISH");
    }
    int length = unsignedShort(start, stop);
    int at = start + 2;
    if (at + length > stop) {
      throw MqttFault.malformed("the topic is cut off");
    }
    topic = topic(topics, at, length, aliases);
    at += length;
    packetId = 0;
    if (qos > 0) {
      packetId = unsignedShort(at, stop);
      at += 2;
      if (packetId == 0) {
        throw MqttFault.malformed("packet identifier 0");
      }
    }
    payloadStart = aliases == null ? at : properties(at, aliases);
  }

  private Topic topic(Topics topics, int at, int length, Aliases aliases) {
    if (length == 0 && aliases != null) {
      return null;
    }
    Topic named = topics.byName(packet, at, length);
    if (named == null) {
      throw new MqttFault(Reason.TOPIC_NAME_INVALID, "the name of a topic is not valid");
    }
    return named;
  }

  private int properties(int at, Aliases aliases) {
    int behind = properties.read(packet, at, end);
    if (properties.alias() >= 0) {
      topic = aliases.resolve(properties.alias(), topic);
    } else if (topic == null) {
      throw new MqttFault(Reason.PROTOCOL_ERROR, "neither a topic nor an alias");
    }
    return behind;
  }

  private int unsignedShort(int at, int stop) {
    if (at + 2 > stop) {
      throw MqttFault.malformed("PUBLISH is cut off");
    }
    return (packet[at] & 0xFF) << 8 | packet[at + 1] & 0xFF;
  }

  public Topic topic() {
    return topic;
  }

  public int qos() {
    return qos;
  }

  public boolean isRetained() {
    return retain;
  }

  /** 0 without quality of service. */
  public int packetId() {
    return packetId;
  }

  /** Holds the payload; borrowed. */
  public byte[] buffer() {
    return packet;
  }

  public int payloadStart() {
    return payloadStart;
  }

  public int payloadLength() {
    return end - payloadStart;
  }

  /** Those of the packet that was read last, if it was one of MQTT 5. */
  public PublishProperties properties() {
    return properties;
  }
}
