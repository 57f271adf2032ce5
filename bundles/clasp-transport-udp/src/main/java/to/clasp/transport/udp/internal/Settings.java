package to.clasp.transport.udp.internal;

import to.clasp.transport.netty.ListenAddress;
import to.clasp.transport.netty.MovablePort;

/** The checked configuration of a port. */
record Settings(
    ListenAddress address,
    TrustedNetworks trusted,
    int maxConnections,
    int maxConnectionsOfSource,
    int maxDatagramsPerSecond,
    int maxUnproved,
    int maxUnprovedOfSource)
    implements MovablePort.Settings {
  private static final int MOST_CONNECTIONS = 100_000;
  private static final int MOST_DATAGRAMS = 1_000_000;

  static Settings of(UdpTransportConfig config) {
    return new Settings(
        ListenAddress.of(UdpTransport.PID, config.host(), config.port()),
        trusted(config),
        check("maxConnections", config.maxConnections(), MOST_CONNECTIONS),
        check("maxConnectionsPerSource", config.maxConnectionsPerSource(), MOST_CONNECTIONS),
        check("maxDatagramsPerSecond", config.maxDatagramsPerSecond(), MOST_DATAGRAMS),
        check("maxUnprovedPerSecond", config.maxUnprovedPerSecond(), MOST_DATAGRAMS),
        check(
            "maxUnprovedPerSecondAndSource",
            config.maxUnprovedPerSecondAndSource(),
            MOST_DATAGRAMS));
  }

  private static TrustedNetworks trusted(UdpTransportConfig config) {
    try {
      return TrustedNetworks.of(config.trustedNetworks());
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          UdpTransport.PID + ": trustedNetworks = " + wrong.getMessage(), wrong);
    }
  }

  private static int check(String key, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(
          UdpTransport.PID + ": " + key + " = " + value + " must be 1 to " + most);
    }
    return value;
  }
}
