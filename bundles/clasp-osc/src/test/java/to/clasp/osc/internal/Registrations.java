package to.clasp.osc.internal;

import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Collections;
import java.util.Dictionary;
import java.util.LinkedHashMap;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** The services that a component registers, without a framework. */
final class Registrations {
  private final Map<Class<?>, Object> services = new LinkedHashMap<>();
  private final Map<Class<?>, Dictionary<?, ?>> properties = new LinkedHashMap<>();

  BundleContext context() {
    return proxy(
        BundleContext.class,
        arguments ->
            register((Class<?>) arguments[0], arguments[1], (Dictionary<?, ?>) arguments[2]));
  }

  private interface Call {
    Object with(Object... arguments);
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call.with(arguments)));
  }

  private Object register(Class<?> type, Object service, Dictionary<?, ?> with) {
    services.put(type, service);
    properties.put(type, with);
    return proxy(ServiceRegistration.class, none -> unregister(type));
  }

  private Object unregister(Class<?> type) {
    services.remove(type);
    return null;
  }

  <T> T one(Class<T> type) {
    return type.cast(services.get(type));
  }

  Map<Object, Object> properties(Class<?> type) {
    Dictionary<?, ?> found = properties.get(type);
    Map<Object, Object> map = new LinkedHashMap<>();
    Collections.list(found.keys()).forEach(key -> map.put(key, found.get(key)));
    return map;
  }

  Collection<Object> all() {
    return services.values();
  }
}
