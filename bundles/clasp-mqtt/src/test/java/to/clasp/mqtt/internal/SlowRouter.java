package to.clasp.mqtt.internal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import to.clasp.protocol.Set;
import to.clasp.router.EdgeSession;
import to.clasp.router.Router;

/** A router that takes no SET of its clients until it is told to. */
final class SlowRouter {
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

  Router before(Router real) {
    return proxy(
        Router.class,
        (proxy, method, arguments) -> {
          Object result = call(real, method, arguments);
          return result instanceof EdgeSession session
              ? session(session, (Executor) arguments[2])
              : result;
        });
  }

  private EdgeSession session(EdgeSession real, Executor loop) {
    return proxy(
        EdgeSession.class,
        (proxy, method, arguments) -> {
          if (!method.getName().equals("take") || !(arguments[0] instanceof Set set)) {
            return call(real, method, arguments);
          }
          waiting.add(
              () ->
                  loop.execute(
                      () -> {
                        real.take(set, arguments[1]);
                        real.endBatch();
                      }));
          return null;
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object call(Object on, Method method, Object... arguments) throws Throwable {
    try {
      return method.invoke(on, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Takes what waits; how many that is. */
  int proceed() {
    int count = 0;
    for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
      next.run();
      count++;
    }
    return count;
  }
}
