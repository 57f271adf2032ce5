package to.clasp.mqtt.internal;

import java.util.ArrayList;
import java.util.List;
import to.clasp.mqtt.internal.session.Wishes;
import to.clasp.mqtt.internal.topic.Namespace;
import to.clasp.mqtt.internal.topic.TopicFilter;
import to.clasp.transport.netty.PortSettings;
import to.clasp.transport.netty.TlsSettings;

/** The checked configuration of a port. */
record MqttSettings(PortSettings port, EdgeRules.Values rules) {
  private static final int MAX_ID = 65_535;
  private static final int SMALLEST_PACKET = 256;
  private static final int LARGEST_PACKET = 268_435_455;
  private static final int DAY = 86_400;
  private static final int HOUR = 3_600;

  static MqttSettings of(MqttConfig config) {
    try {
      return new MqttSettings(
          new PortSettings(config.host(), config.port(), tls(config)), rules(config));
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(MqttEdge.PID + ": " + wrong.getMessage(), wrong);
    }
  }

  private static EdgeRules.Values rules(MqttConfig config) {
    return new EdgeRules.Values(
        Namespace.parse(config.namespace()),
        events(config.events()),
        config.echo(),
        config.userProperties(),
        removes(config.emptyRetained()),
        (int) in("maxPacketBytes", config.maxPacketBytes(), SMALLEST_PACKET, LARGEST_PACKET),
        (int) in("receiveMaximum", config.receiveMaximum(), 1, MAX_ID),
        (int) in("maxInflight", config.maxInflight(), 1, MAX_ID),
        (int) in("maxQueuedMessages", config.maxQueuedMessages(), 1, Integer.MAX_VALUE),
        in("maxQueuedBytes", config.maxQueuedBytes(), 1, Long.MAX_VALUE),
        (int) in("maxTopicAliases", config.maxTopicAliases(), 0, MAX_ID),
        in("maxSessionExpirySeconds", config.maxSessionExpirySeconds(), 0, Wishes.NEVER),
        (int) in("idleTimeoutSeconds", config.idleTimeoutSeconds(), 0, DAY),
        (int) in("connectTimeoutSeconds", config.connectTimeoutSeconds(), 1, HOUR),
        (int) in("maxClients", config.maxClients(), 0, Integer.MAX_VALUE));
  }

  private static List<TopicFilter> events(String... filters) {
    List<TopicFilter> events = new ArrayList<>();
    String rows = filters == null ? "" : String.join(",", filters);
    // A configuration file has several values in one line.
    for (String filter : rows.split(",")) {
      if (filter.isBlank()) {
        continue;
      }
      try {
        events.add(TopicFilter.parse(filter.trim()));
      } catch (IllegalArgumentException wrong) {
        throw new IllegalArgumentException(
            "events: '" + filter + "': " + wrong.getMessage(), wrong);
      }
    }
    return events;
  }

  private static boolean removes(String action) {
    if (!"remove".equals(action) && !"null".equals(action)) {
      throw new IllegalArgumentException("emptyRetained = " + action + " must be remove or null");
    }
    return "remove".equals(action);
  }

  private static long in(String key, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(key + " = " + value + " must be " + least + " to " + most);
    }
    return value;
  }

  private static TlsSettings tls(MqttConfig config) {
    return TlsSettings.of(
        config.certificateFile(),
        config.keyFile(),
        config.selfSigned(),
        config.tlsOnly(),
        config.clientCertificates(),
        config.clientCaFile());
  }
}
