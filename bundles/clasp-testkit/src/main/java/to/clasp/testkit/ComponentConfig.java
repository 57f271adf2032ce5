package to.clasp.testkit;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** Configurations as Declarative Services hands them over. */
public final class ComponentConfig {
  private ComponentConfig() {}

  /**
   * A configuration with the defaults of its type, except for some keys.
   *
   * @param <A> the annotation type of a component's configuration
   * @param type the same
   * @param values by key, of the type of that key; arrays for keys with several values
   * @return the configuration
   * @throws IllegalArgumentException if there is no such key
   */
  public static <A> A of(Class<A> type, Map<String, ?> values) {
    Map<String, Object> all = new HashMap<>();
    for (Method key : type.getDeclaredMethods()) {
      all.put(key.getName(), key.getDefaultValue());
    }
    values.forEach(
        (key, value) -> {
          if (!all.containsKey(key)) {
            throw new IllegalArgumentException(type.getSimpleName() + " has no key " + key);
          }
          all.put(key, value);
        });
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> all.get(method.getName())));
  }
}
