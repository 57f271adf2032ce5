package to.clasp.transport.udp.internal;

import to.clasp.transport.netty.Networks;
import to.clasp.transport.netty.PortSettings;

/** The checked configuration of a port. */
record Settings(
    PortSettings address,
    Networks trusted,
    int maxConnections,
    int maxConnectionsOfSource,
    int maxDatagramsPerSecond,
    int maxUnproved,
    int maxUnprovedOfSource) {
  private static final int MOST_CONNECTIONS = 100_000;
  private static final int MOST_DATAGRAMS = 1_000_000;

  static Settings of(UdpTransportConfig config) {
    try {
      return new Settings(
          new PortSettings(config.host(), config.port(), null),
          Networks.of("trustedNetworks", config.trustedNetworks()),
          check("maxConnections", config.maxConnections(), MOST_CONNECTIONS),
          check("maxConnectionsPerSource", config.maxConnectionsPerSource(), MOST_CONNECTIONS),
          check("maxDatagramsPerSecond", config.maxDatagramsPerSecond(), MOST_DATAGRAMS),
          check("maxUnprovedPerSecond", config.maxUnprovedPerSecond(), MOST_DATAGRAMS),
          check(
              "maxUnprovedPerSecondAndSource",
              config.maxUnprovedPerSecondAndSource(),
              MOST_DATAGRAMS));
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(UdpTransport.PID + ": " + wrong.getMessage(), wrong);
    }
  }

  private static int check(String key, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(key + " = " + value + " must be 1 to " + most);
    }
    return value;
  }
}
