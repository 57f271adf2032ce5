package to.clasp.transport.quic.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import to.clasp.transport.netty.TlsSettings;

/** The checked configuration of a port. */
record Settings(
    String host,
    int port,
    TlsSettings tls,
    boolean datagrams,
    Duration pingInterval,
    int maxConnections,
    int maxConnectionsOfSource,
    int maxStreams) {
  private static final int LARGEST_PORT = 65_535;
  private static final int LONGEST_PING = 3_600;
  private static final int MOST_CONNECTIONS = 1_000_000;
  private static final int MOST_STREAMS = 1_000;

  static Settings of(QuicTransportConfig config) {
    String host = config.host() == null ? "" : config.host().trim();
    if (host.isEmpty()) {
      throw wrong("host", "'" + config.host() + "'", "a name or an address");
    }
    inRange("port", config.port(), 0, LARGEST_PORT);
    inRange("pingIntervalSeconds", config.pingIntervalSeconds(), 0, LONGEST_PING);
    inRange("maxConnections", config.maxConnections(), 1, MOST_CONNECTIONS);
    inRange("maxConnectionsPerSource", config.maxConnectionsPerSource(), 1, MOST_CONNECTIONS);
    inRange("maxStreams", config.maxStreams(), 1, MOST_STREAMS);
    Settings settings =
        new Settings(
            host,
            config.port(),
            tls(config),
            config.datagrams(),
            Duration.ofSeconds(config.pingIntervalSeconds()),
            config.maxConnections(),
            config.maxConnectionsPerSource(),
            config.maxStreams());
    settings.uri(config.port());
    return settings;
  }

  private static TlsSettings tls(QuicTransportConfig config) {
    TlsSettings tls;
    try {
      tls =
          TlsSettings.of(
              config.certificateFile(),
              config.keyFile(),
              config.selfSigned(),
              false,
              config.clientCertificates(),
              config.clientCaFile());
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(QuicTransport.PID + ": " + wrong.getMessage(), wrong);
    }
    if (tls == null) {
      throw new IllegalArgumentException(
          QuicTransport.PID
              + ": QUIC needs a certificate: certificateFile and keyFile (--cert, --key), or"
              + " selfSigned (--self-signed)");
    }
    return tls;
  }

  /** Where clients connect to, when the port is this one. */
  URI uri(int port) {
    try {
      return new URI("quic", null, host, port, null, null, null);
    } catch (URISyntaxException invalid) {
      throw wrong("host", "'" + host + "'", "a name or an address");
    }
  }

  /** Whether an open port of these settings serves the others too. */
  boolean samePort(Settings other) {
    return host.equals(other.host)
        && port == other.port
        && tls.equals(other.tls)
        && maxStreams == other.maxStreams;
  }

  private static void inRange(String key, int value, int min, int max) {
    if (value < min || value > max) {
      throw wrong(key, Integer.toString(value), min + " to " + max);
    }
  }

  private static IllegalArgumentException wrong(String key, String value, String allowed) {
    return new IllegalArgumentException(
        QuicTransport.PID + ": " + key + " = " + value + " must be " + allowed);
  }
}
