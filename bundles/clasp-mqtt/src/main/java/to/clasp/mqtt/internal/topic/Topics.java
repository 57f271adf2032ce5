package to.clasp.mqtt.internal.topic;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import to.clasp.mqtt.internal.value.PayloadReader;

/**
 * The topics that came lately, so that neither their names nor their addresses are made anew for
 * every message. Bounded, whatever clients send. Used by one thread.
 */
public final class Topics {
  /** A power of two. */
  private static final int PLACES = 4096;

  /** Longer ones are made anew. */
  private static final int LONGEST = 128;

  private final Namespace namespace;
  private final List<TopicFilter> events;
  private final Topic[] byName = new Topic[PLACES];
  private final Map<String, Topic> byAddress = new HashMap<>();

  /**
   * @param events filters of the topics that are events
   */
  public Topics(Namespace namespace, List<TopicFilter> events) {
    this.namespace = namespace;
    this.events = events;
  }

  /**
   * Finds a topic that something is published to.
   *
   * @return the topic, or null if the bytes are no name of a topic
   */
  public Topic byName(byte[] buffer, int offset, int length) {
    if (length > LONGEST) {
      return create(buffer, offset, length);
    }
    int end = offset + length;
    int hash = 1;
    for (int i = offset; i < end; i++) {
      hash = 31 * hash + buffer[i];
    }
    int place = (hash ^ hash >>> 12) & PLACES - 1;
    Topic kept = byName[place];
    if (kept == null || !Arrays.equals(kept.bytes(), 0, kept.bytes().length, buffer, offset, end)) {
      kept = create(buffer, offset, length);
      byName[place] = kept;
    }
    return kept;
  }

  private Topic create(byte[] buffer, int offset, int length) {
    String name = length == 0 ? null : PayloadReader.text(buffer, offset, length);
    return name == null || !isName(name) ? null : create(name, namespace.addressOf(name));
  }

  private Topic create(String name, String address) {
    return Topic.of(name, address, events.stream().anyMatch(filter -> filter.matches(name)));
  }

  /** Whether a text is the name of a topic. */
  public static boolean isName(String text) {
    return !text.isEmpty()
        && text.indexOf('+') < 0
        && text.indexOf('#') < 0
        && text.indexOf('\0') < 0;
  }

  /**
   * Finds the topic of an address.
   *
   * @return the topic, or null if no topic stands for the address
   */
  public Topic byAddress(String address) {
    Topic kept = byAddress.get(address);
    if (kept != null) {
      return kept;
    }
    String name = namespace.topicOf(address);
    if (name == null) {
      return null;
    }
    if (byAddress.size() == PLACES) {
      byAddress.clear();
    }
    Topic topic = create(name, address);
    byAddress.put(address, topic);
    return topic;
  }
}
