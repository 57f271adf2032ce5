package to.clasp.osc.internal.edge;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import to.clasp.osc.internal.OscConfig;
import to.clasp.osc.internal.address.AddressMap;
import to.clasp.osc.internal.address.InboundRules;
import to.clasp.osc.internal.stream.StreamFraming;
import to.clasp.osc.internal.value.NumberTypes;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.ProtocolException;
import to.clasp.transport.netty.Networks;
import to.clasp.transport.netty.PortSettings;
import to.clasp.transport.netty.TlsSettings;

/**
 * The checked configuration of an edge.
 *
 * @param udp the UDP port
 * @param tcp the TCP port, or null for none
 * @param framing of TCP
 * @param rules what messages are for
 * @param habits how clients are treated
 * @param limits how much they may ask for
 * @param subscribers where values are sent on request
 * @param replyPorts where clients listen
 * @param targets who gets values without asking
 * @param broadcast whether targets may be broadcast addresses
 * @param multicastInterface where multicasts leave, or empty
 * @param queryPath where OSCQuery is answered, or empty
 * @param webSocketPath where WebSocket clients connect to, or empty
 */
public record Settings(
    PortSettings udp,
    PortSettings tcp,
    StreamFraming framing,
    InboundRules rules,
    Habits habits,
    SessionLimits limits,
    Networks subscribers,
    ReplyPorts replyPorts,
    List<Target> targets,
    boolean broadcast,
    String multicastInterface,
    String queryPath,
    String webSocketPath) {

  /** Copies the list. */
  public Settings {
    targets = List.copyOf(targets);
  }

  /**
   * Checks a configuration.
   *
   * @param config as Declarative Services hands it over
   * @return the settings
   * @throws IllegalArgumentException if a value is wrong; names the key
   */
  public static Settings of(OscConfig config) {
    try {
      return new Settings(
          new PortSettings(config.host(), config.port(), null),
          tcp(config),
          StreamFraming.of(config.framing()),
          rules(config),
          new Habits(
              config.autoSubscribe(),
              config.queries(),
              config.echo(),
              NumberTypes.of(config.types())),
          limits(config),
          Networks.of("subscriberNetworks", config.subscriberNetworks()),
          ReplyPorts.of(items(config.replyPorts())),
          targets(config),
          config.broadcast(),
          config.multicastInterface().trim(),
          path("oscQueryPath", config.oscQueryPath()),
          path("webSocketPath", config.webSocketPath()));
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("to.clasp.osc: " + wrong.getMessage(), wrong);
    }
  }

  /** TLS is checked also where there is no port for it. */
  private static PortSettings tcp(OscConfig config) {
    TlsSettings tls =
        TlsSettings.of(
            config.certificateFile(),
            config.keyFile(),
            config.selfSigned(),
            config.tlsOnly(),
            config.clientCertificates(),
            config.clientCaFile());
    if (config.tcpPort() == -1) {
      return null;
    }
    try {
      return new PortSettings(config.host(), config.tcpPort(), tls);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("tcpPort: " + wrong.getMessage(), wrong);
    }
  }

  private static InboundRules rules(OscConfig config) {
    AddressMap map = AddressMap.of(config.namespace(), items(config.roots()));
    List<AddressPattern> events =
        items(config.events()).stream().map(text -> pattern("events", map.pattern(text))).toList();
    return new InboundRules(map, events, config.xremote());
  }

  private static AddressPattern pattern(String key, String text) {
    try {
      return AddressPattern.parse(text);
    } catch (ProtocolException invalid) {
      throw new IllegalArgumentException(key + ": " + invalid.getMessage(), invalid);
    }
  }

  private static List<Target> targets(OscConfig config) {
    AddressMap map = AddressMap.of(config.namespace(), items(config.roots()));
    List<Target> targets = items(config.targets()).stream().map(Target::of).toList();
    targets.forEach(
        target -> target.patterns().forEach(text -> pattern("targets", map.pattern(text))));
    return targets;
  }

  private static SessionLimits limits(OscConfig config) {
    return new SessionLimits(
        Duration.ofSeconds(
            check("sessionTimeoutSeconds", config.sessionTimeoutSeconds(), 1, 86_400)),
        check("maxSessions", config.maxSessions(), 1, 100_000),
        check("maxSessionsPerSource", config.maxSessionsPerSource(), 1, 100_000),
        check("maxNewSessionsPerSecond", config.maxNewSessionsPerSecond(), 1, 100_000),
        check("maxDatagramsPerSecond", config.maxDatagramsPerSecond(), 1, 1_000_000),
        check("maxPacketBytes", config.maxPacketBytes(), 1024, 1 << 20),
        check("maxScheduled", config.maxScheduled(), 0, 100_000),
        Duration.ofSeconds(check("maxDelaySeconds", config.maxDelaySeconds(), 1, 86_400)));
  }

  private static int check(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(key + " = " + value + " must be " + least + " to " + most);
    }
    return value;
  }

  private static String path(String key, String text) {
    String path = text.trim();
    if (!path.isEmpty() && !path.startsWith("/")) {
      throw new IllegalArgumentException(key + " = '" + text + "' must begin with '/'");
    }
    return path;
  }

  /** A configuration file has several values in one line. */
  private static List<String> items(String... rows) {
    return Arrays.stream(rows)
        .flatMap(row -> Arrays.stream(row.split(",")))
        .map(String::trim)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  /** Whether an open port can take other settings without being opened anew. */
  public boolean samePlaces(Settings other) {
    return udp.equals(other.udp)
        && (tcp == null ? other.tcp == null : other.tcp != null && tcp.samePlace(other.tcp))
        && broadcast == other.broadcast
        && multicastInterface.equals(other.multicastInterface)
        && queryPath.equals(other.queryPath)
        && webSocketPath.equals(other.webSocketPath);
  }
}
