package to.clasp.transport.websocket.internal;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/** The checked configuration of a port. */
record Settings(String host, int port, Duration pingInterval, AllowedOrigins origins) {
  private static final int LARGEST_PORT = 65_535;
  private static final int LONGEST_PING = 3_600;

  static Settings of(WebSocketTransportConfig config) {
    String host = config.host() == null ? "" : config.host().trim();
    if (host.isEmpty()) {
      throw wrong("host", "'" + config.host() + "'", "a name or an address");
    }
    inRange("port", config.port(), LARGEST_PORT);
    inRange("pingIntervalSeconds", config.pingIntervalSeconds(), LONGEST_PING);
    Settings settings =
        new Settings(
            host,
            config.port(),
            Duration.ofSeconds(config.pingIntervalSeconds()),
            AllowedOrigins.of(config.allowedOrigins()));
    settings.uri(config.port());
    return settings;
  }

  /** Where clients connect to, when the port is this one. */
  URI uri(int port) {
    try {
      return new URI("ws", null, host, port, Handshake.PATH, null, null);
    } catch (URISyntaxException invalid) {
      throw wrong("host", "'" + host + "'", "a name or an address");
    }
  }

  private static void inRange(String key, int value, int max) {
    if (value < 0 || value > max) {
      throw wrong(key, Integer.toString(value), "0 to " + max);
    }
  }

  static IllegalArgumentException wrong(String key, String value, String allowed) {
    return new IllegalArgumentException(
        WebSocketTransport.PID + ": " + key + " = " + value + " must be " + allowed);
  }

  /** Whether other machines can reach it. */
  boolean isBeyondLoopback() {
    return !new InetSocketAddress(host, port).getAddress().isLoopbackAddress();
  }

  boolean samePort(Settings other) {
    return host.equals(other.host) && port == other.port;
  }
}
