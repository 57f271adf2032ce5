package to.clasp.transport.quic.internal;

import java.lang.annotation.Annotation;
import java.util.Map;

/** A configuration as DS would hand it over: the defaults, but for some keys. */
final class Config {
  private Config() {}

  /** On a free port, self-signed. */
  static QuicTransportConfig selfSigned() {
    return of(Map.of("port", 0, "selfSigned", true));
  }

  static QuicTransportConfig of(Map<String, Object> values) {
    return (QuicTransportConfig)
        java.lang.reflect.Proxy.newProxyInstance(
            Config.class.getClassLoader(),
            new Class<?>[] {QuicTransportConfig.class, Annotation.class},
            (proxy, method, arguments) ->
                values.containsKey(method.getName())
                    ? values.get(method.getName())
                    : method.getDefaultValue());
  }
}
