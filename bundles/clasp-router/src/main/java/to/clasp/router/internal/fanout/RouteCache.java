package to.clasp.router.internal.fanout;

import java.util.HashMap;
import java.util.Map;

/**
 * The routes a loop used last. It starts afresh when a subscription changes and when it is full,
 * which is simple and costs less than keeping order among entries. A route is kept when it is asked
 * for again, because keeping those of addresses that come once costs more than finding them. Used
 * by one thread.
 */
final class RouteCache {
  /** A power of two. */
  private static final int MAX_ROUTES = 4096;

  /** Bounds memory when many addresses have many receivers. */
  private static final int MAX_RECEIVERS = 1_000_000;

  private final Routes routes;
  private final Map<String, Route> byAddress = new HashMap<>();

  /** Hashes of addresses asked for; a wrong one only keeps a route too early. */
  private final int[] asked = new int[MAX_ROUTES];

  private long generation;
  private int receivers;

  RouteCache(Routes routes) {
    this.routes = routes;
  }

  Route route(String address) {
    Route kept = find(address);
    if (kept != null) {
      return kept;
    }
    Route route = routes.match(address);
    if (isAskedAgain(address)) {
      keep(address, route);
    }
    return route;
  }

  /** Finds the route of an address that is about to be asked for. */
  void prepare(String address) {
    if (find(address) == null) {
      keep(address, routes.match(address));
    }
  }

  private Route find(String address) {
    long current = routes.generation();
    if (current != generation) {
      clear();
      generation = current;
    }
    return byAddress.get(address);
  }

  private boolean isAskedAgain(String address) {
    int hash = address.hashCode();
    int slot = (hash ^ hash >>> 16) & MAX_ROUTES - 1;
    boolean again = asked[slot] == hash;
    asked[slot] = hash;
    return again;
  }

  private void keep(String address, Route route) {
    if (byAddress.size() >= MAX_ROUTES || receivers + route.size() > MAX_RECEIVERS) {
      clear();
    }
    byAddress.put(address, route);
    receivers += route.size();
  }

  private void clear() {
    byAddress.clear();
    receivers = 0;
  }
}
