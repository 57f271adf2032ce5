package to.clasp.transport.quic.internal;

import java.util.Map;
import to.clasp.testkit.ComponentConfig;

/** A configuration as DS would hand it over: the defaults, but for some keys. */
final class Config {
  private Config() {}

  /** On a free port, self-signed. */
  static QuicTransportConfig selfSigned() {
    return of(Map.of("port", 0, "selfSigned", true));
  }

  static QuicTransportConfig of(Map<String, Object> values) {
    return ComponentConfig.of(QuicTransportConfig.class, values);
  }
}
