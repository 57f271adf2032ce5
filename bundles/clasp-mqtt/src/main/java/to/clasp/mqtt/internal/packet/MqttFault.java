package to.clasp.mqtt.internal.packet;

/**
 * A client broke the rules of MQTT, so that its connection has to end. Without a stack trace,
 * because clients can cause any number of them.
 */
public final class MqttFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int reason;

  /**
   * @param reason code of {@link Reason}
   * @param text for people
   */
  public MqttFault(int reason, String text) {
    super(text, null, false, false);
    this.reason = reason;
  }

  /** The code of MQTT 5. */
  public int reason() {
    return reason;
  }

  static MqttFault malformed(String text) {
    return new MqttFault(Reason.MALFORMED_PACKET, text);
  }
}
