package to.clasp.http.internal;

import java.util.Map;
import to.clasp.testkit.ComponentConfig;

/** Configurations as DS would hand them over: the defaults, except the given values. */
final class Configs {
  private Configs() {}

  static HttpServerConfig server(Map<String, Object> values) {
    return ComponentConfig.of(HttpServerConfig.class, values);
  }

  static HttpListenerConfig listener(Map<String, Object> values) {
    return ComponentConfig.of(HttpListenerConfig.class, values);
  }
}
