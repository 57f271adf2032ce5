package to.clasp.mqtt.internal.topic;

import to.clasp.protocol.Address;
import to.clasp.protocol.ProtocolException;

/**
 * Where the topics of MQTT stand among the addresses. A topic is the part of an address behind the
 * namespace. What a topic may hold but an address may not is escaped, so that every topic has one
 * address and is found again: an empty level is the segment {@code %}, a star is {@code %2A}, and a
 * percent sign that would be taken for one of these is {@code %25}.
 *
 * @param prefix an address, or empty for all addresses
 */
public record Namespace(String prefix) {

  /**
   * Reads a namespace.
   *
   * @param text an address; {@code /} or nothing for all addresses
   * @throws IllegalArgumentException if it is no address
   */
  public static Namespace parse(String text) {
    String trimmed = text == null ? "" : text.trim();
    while (trimmed.endsWith("/")) {
      trimmed = trimmed.substring(0, trimmed.length() - 1);
    }
    if (!trimmed.isEmpty()) {
      try {
        Address.check(trimmed);
      } catch (ProtocolException wrong) {
        throw new IllegalArgumentException("namespace: " + wrong.getMessage(), wrong);
      }
    }
    return new Namespace(trimmed);
  }

  /** The address of a topic, which is not checked. */
  public String addressOf(String topic) {
    return isPlain(topic) ? prefix + '/' + topic : escaped(topic);
  }

  private static boolean isPlain(String topic) {
    return !topic.isEmpty()
        && topic.charAt(0) != '/'
        && topic.charAt(topic.length() - 1) != '/'
        && !topic.contains("//")
        && topic.indexOf('*') < 0
        && topic.indexOf('%') < 0;
  }

  private String escaped(String topic) {
    StringBuilder address = new StringBuilder(prefix);
    for (String level : topic.split("/", -1)) {
      address.append('/').append(escapedLevel(level));
    }
    return address.toString();
  }

  /** The segment of a level of a topic. */
  static String escapedLevel(String level) {
    if (level.isEmpty()) {
      return "%";
    }
    if (level.equals("%")) {
      return "%25";
    }
    return level.replace("%25", "%2525").replace("%2A", "%252A").replace("*", "%2A");
  }

  /**
   * The topic of an address.
   *
   * @return the topic, or null if no topic stands for the address
   */
  public String topicOf(String address) {
    boolean below =
        address.length() > prefix.length() + 1
            && address.startsWith(prefix)
            && address.charAt(prefix.length()) == '/';
    if (!below) {
      return null;
    }
    String topic = address.substring(prefix.length() + 1);
    boolean nameless = topic.equals("%");
    if (nameless
        || topic.indexOf('+') >= 0
        || topic.indexOf('#') >= 0
        || topic.indexOf('\0') >= 0) {
      return null;
    }
    return topic.indexOf('%') < 0 ? topic : unescaped(topic);
  }

  private static String unescaped(String text) {
    StringBuilder topic = new StringBuilder();
    String separator = "";
    for (String segment : text.split("/", -1)) {
      topic.append(separator).append(unescapedLevel(segment));
      separator = "/";
    }
    return topic.toString();
  }

  private static String unescapedLevel(String segment) {
    if (segment.equals("%")) {
      return "";
    }
    StringBuilder level = new StringBuilder();
    for (int i = 0; i < segment.length(); i++) {
      boolean star = segment.startsWith("%2A", i);
      boolean percent = segment.startsWith("%25", i);
      level.append(star ? '*' : segment.charAt(i));
      i += star || percent ? 2 : 0;
    }
    return level.toString();
  }
}
