package to.clasp.mqtt.internal.packet;

/** Takes the packets that {@link PacketReader} reads itself. On the channel's event loop. */
public interface PacketSink {
  int PUBACK = 4;
  int PUBREC = 5;
  int PUBREL = 6;
  int PUBCOMP = 7;

  /** What it takes now. */
  enum Taking {
    ALL,

    /** Answers and PINGREQ, on which may depend that it takes all again. */
    ANSWERS,

    NOTHING
  }

  Taking taking();

  /** The largest packet it takes, in bytes. */
  int maxPacketBytes();

  /** Whether it expects packets of a client that has said CONNECT. */
  boolean isConnected();

  /** What packets are copied to, on the loop that runs now. */
  PacketReader.Scratch scratch();

  /**
   * CONNECT follows.
   *
   * @param level the version of the protocol that it asks for, or 0 if it is cut off
   */
  void onConnect(int level);

  /** A packet has begun to be handled. */
  void onPacket();

  /** Whether the decoder has made a message of the packet. */
  boolean isDecoded();

  /**
   * A PUBLISH.
   *
   * @param packet the whole packet; borrowed
   * @param start where its variable header begins
   * @param end where it ends
   * @param flags the lower bits of its first byte
   */
  void onPublish(byte[] packet, int start, int end, int flags);

  /**
   * An answer to a PUBLISH.
   *
   * @param type {@link #PUBACK}, {@link #PUBREC}, {@link #PUBREL} or {@link #PUBCOMP}
   */
  void onAnswer(int type, int packetId, int reason);

  void onPing();

  /** What was sent is no MQTT, or not allowed now. Nothing more is read. */
  void onFault(MqttFault fault);

  /** What has arrived together was handled. */
  void onReadComplete();
}
