package to.clasp.router.internal;

import java.util.Map;
import to.clasp.router.Router;
import to.clasp.testkit.ComponentConfig;

/** A router in plain Java, without a framework. */
public final class TestRouter implements AutoCloseable {
  private final RouterCore core;

  public TestRouter(Map<String, Object> settings) {
    core = new RouterCore(ComponentConfig.of(RouterConfig.class, settings));
  }

  public Router router() {
    return core;
  }

  @Override
  public void close() {
    core.close();
  }
}
