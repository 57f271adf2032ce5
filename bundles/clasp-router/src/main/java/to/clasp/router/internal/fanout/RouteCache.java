package to.clasp.router.internal.fanout;

import java.util.HashMap;
import java.util.Map;

/**
 * The routes a loop used last. It starts afresh when a subscription changes and when it is full,
 * which is simple and costs less than keeping order among entries. Used by one thread.
 */
final class RouteCache {
  private static final int MAX_ROUTES = 4096;

  /** Bounds memory when many addresses have many receivers. */
  private static final int MAX_RECEIVERS = 1_000_000;

  private final Routes routes;
  private final Map<String, Route> byAddress = new HashMap<>();
  private long generation;
  private int receivers;

  RouteCache(Routes routes) {
    this.routes = routes;
  }

  Route route(String address) {
    long current = routes.generation();
    if (current != generation) {
      clear();
      generation = current;
    }
    Route route = byAddress.get(address);
    return route != null ? route : load(address);
  }

  private Route load(String address) {
    Route route = routes.match(address);
    if (byAddress.size() >= MAX_ROUTES || receivers + route.size() > MAX_RECEIVERS) {
      clear();
    }
    byAddress.put(address, route);
    receivers += route.size();
    return route;
  }

  private void clear() {
    byAddress.clear();
    receivers = 0;
  }
}
