package to.clasp.transport.quic.internal;

import java.time.Duration;
import to.clasp.transport.netty.PortSettings;
import to.clasp.transport.netty.TlsSettings;

/** The checked configuration of a port. */
record Settings(
    PortSettings address,
    boolean datagrams,
    Duration pingInterval,
    int maxConnections,
    int maxConnectionsOfSource,
    int maxStreams) {
  private static final int LONGEST_PING = 3_600;
  private static final int MOST_CONNECTIONS = 1_000_000;
  private static final int MOST_STREAMS = 1_000;

  static Settings of(QuicTransportConfig config) {
    try {
      return new Settings(
          new PortSettings(config.host(), config.port(), tls(config)),
          config.datagrams(),
          Duration.ofSeconds(
              inRange("pingIntervalSeconds", config.pingIntervalSeconds(), 0, LONGEST_PING)),
          inRange("maxConnections", config.maxConnections(), 1, MOST_CONNECTIONS),
          inRange("maxConnectionsPerSource", config.maxConnectionsPerSource(), 1, MOST_CONNECTIONS),
          inRange("maxStreams", config.maxStreams(), 1, MOST_STREAMS));
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(QuicTransport.PID + ": " + wrong.getMessage(), wrong);
    }
  }

  private static TlsSettings tls(QuicTransportConfig config) {
    TlsSettings tls =
        TlsSettings.of(
            config.certificateFile(),
            config.keyFile(),
            config.selfSigned(),
            false,
            config.clientCertificates(),
            config.clientCaFile());
    if (tls == null) {
      throw new IllegalArgumentException(
          "QUIC needs a certificate: certificateFile and keyFile (--cert, --key), or selfSigned"
              + " (--self-signed)");
    }
    return tls;
  }

  private static int inRange(String key, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(key + " = " + value + " must be " + min + " to " + max);
    }
    return value;
  }
}
