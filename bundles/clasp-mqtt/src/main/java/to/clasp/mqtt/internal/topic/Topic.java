package to.clasp.mqtt.internal.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A topic with what it stands for.
 *
 * @param name its name
 * @param bytes its name in UTF-8; never to be changed
 * @param address its address
 * @param event whether what is published there is an event, not the value of a param
 */
public record Topic(String name, byte[] bytes, String address, boolean event) {
  static Topic of(String name, String address, boolean event) {
    return new Topic(name, name.getBytes(UTF_8), address, event);
  }

  /** Whether only filters that begin as it does may match. */
  public boolean isReserved() {
    return bytes[0] == '$';
  }
}
