package to.clasp.transport.tcp.internal;

import java.util.HashMap;
import java.util.Map;
import to.clasp.testkit.ComponentConfig;
import to.clasp.testkit.TlsKeys;

/** A configuration as DS would hand it over. */
record Config(String host, int port, int pingIntervalSeconds, TlsKeys tls) {
  Config(String host, int port, int pingIntervalSeconds) {
    this(host, port, pingIntervalSeconds, TlsKeys.NONE);
  }

  static Config onPort(int port) {
    return new Config("127.0.0.1", port, 25);
  }

  Config with(TlsKeys other) {
    return new Config(host, port, pingIntervalSeconds, other);
  }

  TcpTransportConfig asAnnotation() {
    Map<String, Object> values = new HashMap<>(tls.values());
    values.put("host", host);
    values.put("port", port);
    values.put("pingIntervalSeconds", pingIntervalSeconds);
    return ComponentConfig.of(TcpTransportConfig.class, values);
  }
}
