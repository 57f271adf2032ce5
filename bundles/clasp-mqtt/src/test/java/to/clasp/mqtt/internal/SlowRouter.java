package to.clasp.mqtt.internal;

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
    return Proxies.of(
        Router.class,
        (method, arguments) -> {
          Object result = Proxies.call(real, method, arguments);
          return result instanceof EdgeSession session
              ? session(session, (Executor) arguments[2])
              : result;
        });
  }

  private EdgeSession session(EdgeSession real, Executor loop) {
    return Proxies.of(
        EdgeSession.class,
        (method, arguments) -> {
          if (!method.getName().equals("offer") || !(arguments[0] instanceof Set set)) {
            return Proxies.call(real, method, arguments);
          }
          waiting.add(
              () ->
                  loop.execute(
                      () -> {
                        real.take(set, arguments[1]);
                        real.endBatch();
                      }));
          return true;
        });
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
