package to.clasp.transport.udp.internal;

import java.util.HashMap;
import java.util.Map;
import to.clasp.testkit.ComponentConfig;

/** A configuration as DS would hand it over: its defaults, except what a test sets. */
final class Config {
  private final Map<String, Object> values = new HashMap<>();

  static Config onPort(int port) {
    return new Config().with("port", port);
  }

  /** Every sender has to prove its address. */
  static Config trustingNobody() {
    return onPort(0).with("trustedNetworks", new String[0]);
  }

  Config with(String key, Object value) {
    values.put(key, value);
    return this;
  }

  UdpTransportConfig asAnnotation() {
    return ComponentConfig.of(UdpTransportConfig.class, values);
  }
}
