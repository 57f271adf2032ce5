package to.clasp.mqtt.internal;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import to.clasp.mqtt.internal.session.LoopTools;
import to.clasp.mqtt.internal.topic.Namespace;
import to.clasp.mqtt.internal.topic.TopicFilter;

/**
 * What holds for the sessions of a port; replaced as a whole when the configuration changes. Safe
 * from any thread.
 */
public final class EdgeRules {
  private final Values values;
  private final Map<EventLoop, LoopTools> tools = new ConcurrentHashMap<>();

  /**
   * The values of the configuration.
   *
   * @param namespace where the topics stand among the addresses
   * @param events filters of topics that are events
   * @param echo whether a client of MQTT 3 gets what it publishes itself
   * @param describe whether clients of MQTT 5 are told revision and writer
   * @param removeOnEmpty whether an empty retained message removes a param, not sets it to null
   * @param maxPacketBytes the largest packet of a client
   * @param receiveMaximum messages of a client under way at a time
   * @param maxInflight messages to a client under way at a time
   * @param maxQueuedMessages messages that wait for a client, or for its return
   * @param maxQueuedBytes their bytes
   * @param maxTopicAliases numbers for topics, both ways
   * @param maxSessionExpirySeconds for how long a session outlives its connection
   * @param idleTimeoutSeconds for clients that state no keep alive; 0 for ever
   * @param connectTimeoutSeconds until CONNECT was read
   * @param maxClients connections at a time; 0 for any number
   */
  public record Values(
      Namespace namespace,
      List<TopicFilter> events,
      boolean echo,
      boolean describe,
      boolean removeOnEmpty,
      int maxPacketBytes,
      int receiveMaximum,
      int maxInflight,
      int maxQueuedMessages,
      long maxQueuedBytes,
      int maxTopicAliases,
      long maxSessionExpirySeconds,
      int idleTimeoutSeconds,
      int connectTimeoutSeconds,
      int maxClients) {
    /** Copies the list. */
    public Values {
      events = List.copyOf(events);
    }
  }

  public EdgeRules(Values values) {
    this.values = values;
  }

  public Values values() {
    return values;
  }

  /** What the sessions of a loop share. */
  public LoopTools tools(EventLoop loop) {
    return tools.computeIfAbsent(
        loop, key -> new LoopTools(values.namespace(), values.events(), values.describe()));
  }
}
