package to.clasp.mqtt.internal.session;

import to.clasp.protocol.Message;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.Ttl;
import to.clasp.protocol.Value;

/**
 * What is attached to a message of a client, or stands for the attachment of a message that comes
 * from elsewhere. Receivers read it on their own threads, so what they read never changes.
 */
final class Published implements Answered {
  private static final byte[] NOTHING = {};

  /** A param is what MQTT calls retained. */
  static final Published BY_SET = new Published(1, true, 0, NOTHING, 0, -1);

  static final Published BY_EVENT = new Published(1, false, 0, NOTHING, 0, -1);
  static final Published BY_FLOW = new Published(0, false, 0, NOTHING, 0, -1);

  /** Most messages of clients; nothing has to be remembered of them. */
  private static final Published PLAIN = new Published(0, false, 0, NOTHING, 0, -1);

  private static final Published RETAINED = new Published(0, true, 0, NOTHING, 0, -1);

  private final int qos;
  private final boolean retained;
  private final int packetId;
  private final byte[] passedOn;

  /** Which connection of its session waits for the answer. */
  private final long connection;

  /** How many seconds an event counts, or -1; a param has its time to live. */
  private final long expirySeconds;

  /** Used on the sender's loop only. */
  private boolean answered;

  /** The event that its sender wants to get itself, once it was taken; on the sender's loop. */
  private Publish echo;

  private Published(
      int qos,
      boolean retained,
      int packetId,
      byte[] passedOn,
      long connection,
      long expirySeconds) {
    this.qos = qos;
    this.retained = retained;
    this.packetId = packetId;
    this.passedOn = passedOn;
    this.connection = connection;
    this.expirySeconds = expirySeconds;
  }

  /**
   * What is to be attached to a param.
   *
   * @param passedOn properties as they were written
   * @param connection number of the connection that gets the answer
   */
  static Published of(int qos, boolean retained, int packetId, byte[] passedOn, long connection) {
    if (qos == 0 && passedOn.length == 0) {
      return retained ? RETAINED : PLAIN;
    }
    return new Published(qos, retained, packetId, passedOn, connection, -1);
  }

  /**
   * What is to be attached to an event.
   *
   * @param expirySeconds how long it counts, or -1
   */
  static Published ofEvent(
      int qos,
      boolean retained,
      int packetId,
      byte[] passedOn,
      long connection,
      long expirySeconds) {
    return new Published(qos, retained, packetId, passedOn, connection, expirySeconds);
  }

  /** Whether a SET ends its param. */
  static boolean isRemoval(Set set) {
    Ttl ttl = set.ttl();
    return set.value() == Value.Null.INSTANCE
        && ttl != null
        && ttl.kind() == Ttl.Kind.ABSOLUTE
        && ttl.seconds() == 0;
  }

  @Override
  public void onAnswer(ClientSession session, Message answer) {
    session.publishing().onAnswer(answer, this);
  }

  int qos() {
    return qos;
  }

  boolean isRetained() {
    return retained;
  }

  int packetId() {
    return packetId;
  }

  byte[] passedOn() {
    return passedOn;
  }

  long connection() {
    return connection;
  }

  long expirySeconds() {
    return expirySeconds;
  }

  /** Has its sender get the event, too, if it is not refused. */
  void echo(Publish event) {
    echo = event;
  }

  /** The event that its sender is to get, or null; not told twice. */
  Publish takeEcho() {
    Publish taken = echo;
    echo = null;
    return taken;
  }

  /** Whether this is the first time that it is answered. */
  boolean answerOnce() {
    boolean first = !answered;
    answered = true;
    return first;
  }
}
