package to.clasp.transport.tcp.internal;

import java.time.Duration;
import to.clasp.transport.netty.PortSettings;
import to.clasp.transport.netty.TlsSettings;

/** The checked configuration of a port. */
record Settings(PortSettings port, Duration pingInterval) {
  private static final int LONGEST_PING = 3_600;

  static Settings of(TcpTransportConfig config) {
    int ping = config.pingIntervalSeconds();
    try {
      PortSettings port = new PortSettings(config.host(), config.port(), tls(config));
      if (ping < 0 || ping > LONGEST_PING) {
        throw new IllegalArgumentException(
            "pingIntervalSeconds = " + ping + " must be 0 to " + LONGEST_PING);
      }
      return new Settings(port, Duration.ofSeconds(ping));
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(TcpTransport.PID + ": " + wrong.getMessage(), wrong);
    }
  }

  private static TlsSettings tls(TcpTransportConfig config) {
    return TlsSettings.of(
        config.certificateFile(),
        config.keyFile(),
        config.selfSigned(),
        config.tlsOnly(),
        config.clientCertificates(),
        config.clientCaFile());
  }
}
