package to.clasp.router.internal.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RouteCacheTest {
  private final CountingRoutes routes = new CountingRoutes();
  private final RouteCache cache = new RouteCache(routes);

  @Test
  void anAddressAskedForAgainIsKeptUntilASubscriptionChanges() {
    cache.route("/a");
    cache.route("/a");
    int before = routes.matched;
    cache.route("/a");
    assertThat(routes.matched).isEqualTo(before);

    routes.generation++;
    cache.route("/a");
    assertThat(routes.matched).isEqualTo(before + 1);
  }

  @Test
  void addressesAskedForOnceDriveOutNoOther() {
    cache.route("/a");
    cache.route("/a");
    for (int i = 0; i < 100_000; i++) {
      cache.route("/once/" + i);
    }
    int before = routes.matched;

    cache.route("/a");

    assertThat(routes.matched).isEqualTo(before);
  }

  @Test
  void whatWasPreparedIsNotMatchedAgain() {
    cache.prepare("/a");
    cache.route("/a");
    cache.route("/a");

    assertThat(routes.matched).isEqualTo(1);
  }

  @Test
  void moreAddressesThanItHoldsMakeItStartAfresh() {
    for (int i = 0; i <= 4096; i++) {
      cache.prepare("/p/" + i);
    }
    int before = routes.matched;

    cache.route("/p/0");

    assertThat(routes.matched).isEqualTo(before + 1);
  }

  private static final class CountingRoutes implements Routes {
    private long generation = 1;
    private int matched;

    @Override
    public long generation() {
      return generation;
    }

    @Override
    public Route match(String address) {
      matched++;
      return Route.NOWHERE;
    }
  }
}
