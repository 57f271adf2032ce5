package to.clasp.router.internal;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import to.clasp.auth.Authenticator;
import to.clasp.auth.Grant;
import to.clasp.testkit.MemoryTransport;
import to.clasp.testkit.RawClient;

/** The real router on the in-memory transport. Here, because its parts are nobody else's. */
public final class TestRouter implements AutoCloseable {
  private final RouterCore core;
  private final Acceptor acceptor;
  private final MemoryTransport transport = new MemoryTransport();
  private final URI uri;

  private TestRouter(Map<String, Object> settings, Authenticator authenticator) {
    core = new RouterCore(config(settings));
    acceptor = new Acceptor(core, authenticator);
    uri = transport.start(acceptor);
  }

  /** A router that lets everybody in. */
  public static TestRouter open() {
    return with(Map.of());
  }

  /** A router with settings of its own. */
  public static TestRouter with(Map<String, Object> settings) {
    return new TestRouter(
        settings, credentials -> CompletableFuture.completedStage(Grant.EVERYTHING));
  }

  /** A router that asks for tokens. */
  public static TestRouter authenticatedBy(Authenticator authenticator) {
    return new TestRouter(Map.of(), authenticator);
  }

  /** How to connect to it. */
  public MemoryTransport transport() {
    return transport;
  }

  /** Where to connect to. */
  public URI uri() {
    return uri;
  }

  /** A client for single messages that has a session. */
  public RawClient rawClient() {
    RawClient client = RawClient.connect(transport, uri);
    client.hello("raw");
    return client;
  }

  /** Closes the port and all its connections; params stay. */
  public void stop() {
    transport.stop();
  }

  /** Opens the port again. */
  public void restart() {
    transport.start(acceptor);
  }

  private static RouterConfig config(Map<String, Object> settings) {
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
