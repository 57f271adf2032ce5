package to.clasp.p2p.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import to.clasp.p2p.P2pConfig;
import to.clasp.p2p.RoutingMode;
import to.clasp.p2p.TurnServer;

/** Reads the configuration of the service. */
final class Defaults {
  private Defaults() {}

  /**
   * The settings.
   *
   * @throws IllegalArgumentException if a key is wrong; names it
   */
  static P2pConfig of(PeerToPeerConfig config) {
    return new P2pConfig(
        List.of(config.iceServers()),
        turnServers(config.turnServers()),
        mode(config.routingMode()),
        Duration.ofSeconds(config.connectionTimeoutSeconds()),
        config.retries(),
        config.automaticFallback(),
        Duration.ofSeconds(config.retryIntervalSeconds()),
        config.minPort(),
        config.maxPort(),
        config.maxConnections(),
        config.maxConnectionsPerMinute());
  }

  private static List<TurnServer> turnServers(String... lines) {
    List<TurnServer> servers = new ArrayList<>();
    for (String line : lines) {
      String[] words = line.strip().split("\\s+");
      if (words.length != 3) {
        throw new IllegalArgumentException(
            "turnServers: a server is 'URL name password', found " + words.length + " words");
      }
      servers.add(new TurnServer(words[0], words[1], words[2]));
    }
    return servers;
  }

  private static RoutingMode mode(String name) {
    try {
      return RoutingMode.valueOf(name.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "routingMode is " + name + ", must be SERVER_ONLY, P2P_ONLY or PREFER_P2P", e);
    }
  }
}
