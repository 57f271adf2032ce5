package to.clasp.http.internal;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** Configurations as DS would hand them over: the defaults, except the given values. */
final class Configs {
  private Configs() {}

  static HttpServerConfig server(Map<String, Object> values) {
    return make(HttpServerConfig.class, values);
  }

  static HttpListenerConfig listener(Map<String, Object> values) {
    return make(HttpListenerConfig.class, values);
  }

  private static <T> T make(Class<T> type, Map<String, Object> given) {
    Map<String, Object> values = new HashMap<>();
    for (Method method : type.getDeclaredMethods()) {
      values.put(method.getName(), method.getDefaultValue());
    }
    values.putAll(given);
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> values.get(method.getName())));
  }
}
