package to.clasp.transport.tcp.internal;

import java.time.Duration;
import to.clasp.transport.netty.ListenAddress;
import to.clasp.transport.netty.MovablePort;

/** The checked configuration of a port. */
record Settings(ListenAddress address, Duration pingInterval) implements MovablePort.Settings {
  private static final int LONGEST_PING = 3_600;

  static Settings of(TcpTransportConfig config) {
    ListenAddress address = ListenAddress.of(TcpTransport.PID, config.host(), config.port());
    int ping = config.pingIntervalSeconds();
    if (ping < 0 || ping > LONGEST_PING) {
      throw new IllegalArgumentException(
          TcpTransport.PID + ": pingIntervalSeconds = " + ping + " must be 0 to " + LONGEST_PING);
    }
    return new Settings(address, Duration.ofSeconds(ping));
  }
}
