package to.clasp.router.internal;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import to.clasp.auth.Authenticator;
import to.clasp.auth.Grant;
import to.clasp.testkit.MemoryTransport;
import to.clasp.testkit.RawClient;

/** A whole router on the in-memory transport, as the components make it, without a framework. */
final class RouterFixture implements AutoCloseable {
  static final Authenticator OPEN =
      credentials -> CompletableFuture.completedStage(Grant.EVERYTHING);

  final RouterCore core;
  final Acceptor acceptor;
  final MemoryTransport transport;
  final URI uri;

  RouterFixture(Map<String, Object> settings, Authenticator authenticator, MemoryTransport memory) {
    this(new RouterCore(config(settings)), authenticator, memory);
  }

  RouterFixture(RouterCore core, Authenticator authenticator, MemoryTransport memory) {
    this.core = core;
    acceptor = new Acceptor(core, authenticator);
    transport = memory;
    uri = transport.start(acceptor);
  }

  static RouterFixture open() {
    return with(Map.of());
  }

  static RouterFixture with(Map<String, Object> settings) {
    return new RouterFixture(settings, OPEN, new MemoryTransport());
  }

  /**
   * A router with a clock of the test's own.
   *
   * @param clock the time in µs since 1970-01-01 UTC
   */
  static RouterFixture withClock(LongSupplier clock) {
    return withClock(clock, Map.of());
  }

  /**
   * A router with a clock of the test's own.
   *
   * @param clock the time in µs since 1970-01-01 UTC
   */
  static RouterFixture withClock(LongSupplier clock, Map<String, Object> settings) {
    return new RouterFixture(new RouterCore(config(settings), clock), OPEN, new MemoryTransport());
  }

  static RouterFixture authenticatedBy(Authenticator authenticator) {
    return new RouterFixture(Map.of(), authenticator, new MemoryTransport());
  }

  /** A client that is connected but has not said HELLO. */
  RawClient connect() {
    return RawClient.connect(transport, uri);
  }

  /** A client with a session. */
  RawClient client(String name) {
    RawClient client = connect();
    client.hello(name);
    return client;
  }

  /** The configuration with its defaults, except the given settings. */
  static RouterConfig config(Map<String, Object> settings) {
    Map<String, Object> values = new HashMap<>();
    for (Method method : RouterConfig.class.getDeclaredMethods()) {
      values.put(method.getName(), method.getDefaultValue());
    }
    values.putAll(settings);
    return (RouterConfig)
        Proxy.newProxyInstance(
            RouterConfig.class.getClassLoader(),
            new Class<?>[] {RouterConfig.class},
            (proxy, method, arguments) -> values.get(method.getName()));
  }

  @Override
  public void close() {
    transport.close();
    acceptor.close();
    core.close();
  }
}
