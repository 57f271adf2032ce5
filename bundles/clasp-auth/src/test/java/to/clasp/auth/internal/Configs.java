package to.clasp.auth.internal;

import java.lang.reflect.Proxy;
import java.util.Map;

/** Configurations as the framework makes them: given values, and defaults for all else. */
public final class Configs {
  private Configs() {}

  public static <C> C of(Class<C> type, Map<String, ?> values) {
    Object config =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, key, arguments) ->
                values.containsKey(key.getName())
                    ? values.get(key.getName())
                    : key.getDefaultValue());
    return type.cast(config);
  }
}
