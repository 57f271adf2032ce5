package to.clasp.mqtt.internal.packet;

/**
 * What one client of MQTT 5 gets with a message and others do not.
 *
 * @param alias number of the topic, or 0 for none
 * @param named whether the name of the topic is sent
 * @param subscriptionIds of its subscriptions that match
 */
public record Extras(int alias, boolean named, int[] subscriptionIds) {
  private static final int[] NO_IDS = {};

  /** Nothing. */
  public static final Extras NONE = new Extras(0, true, NO_IDS);

  int size() {
    int size = alias > 0 ? 3 : 0;
    for (int id : subscriptionIds) {
      size += 1 + PublishWriter.sizeOfInt(id);
    }
    return size;
  }
}
