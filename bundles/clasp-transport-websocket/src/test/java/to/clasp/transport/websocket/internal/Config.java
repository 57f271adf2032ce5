package to.clasp.transport.websocket.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import to.clasp.testkit.ComponentConfig;
import to.clasp.testkit.TlsKeys;

/** A configuration as DS would hand it over. */
record Config(String host, int port, int pingIntervalSeconds, TlsKeys tls, List<String> origins) {
  Config(String host, int port, int pingIntervalSeconds) {
    this(host, port, pingIntervalSeconds, TlsKeys.NONE, List.of("*"));
  }

  static Config onPort(int port) {
    return new Config("127.0.0.1", port, 25);
  }

  Config with(TlsKeys other) {
    return new Config(host, port, pingIntervalSeconds, other, origins);
  }

  Config from(String... allowed) {
    return new Config(host, port, pingIntervalSeconds, tls, List.of(allowed));
  }

  WebSocketTransportConfig asAnnotation() {
    Map<String, Object> values = new HashMap<>(tls.values());
    values.put("host", host);
    values.put("port", port);
    values.put("pingIntervalSeconds", pingIntervalSeconds);
    values.put("allowedOrigins", origins.toArray(String[]::new));
    return ComponentConfig.of(WebSocketTransportConfig.class, values);
  }
}
