package to.clasp.router.internal;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import to.clasp.auth.Grant;
import to.clasp.router.Router;
import to.clasp.testkit.RawClient;
import to.clasp.transport.Connector;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.TlsContexts;
import to.clasp.transport.websocket.internal.WebSocketConnector;
import to.clasp.transport.websocket.internal.WebSocketTransport;
import to.clasp.transport.websocket.internal.WebSocketTransportConfig;

/** A router with a WebSocket port in plain Java, without a framework. */
final class PlainRouter implements AutoCloseable {
  private final RouterCore core;
  private final Acceptor acceptor;
  private final EventLoops.Owned serverLoops = EventLoops.create(1);
  private final TlsContexts.Owned contexts = TlsContexts.create();
  private final EventLoops.Owned clientLoops = EventLoops.create(1);
  private final Connector connector = new WebSocketConnector(clientLoops);
  private final URI uri;

  PlainRouter(Map<String, Object> settings) throws IOException {
    core = new RouterCore(configuration(RouterConfig.class, settings));
    acceptor =
        new Acceptor(core, credentials -> CompletableFuture.completedStage(Grant.EVERYTHING));
    WebSocketTransportConfig port =
        configuration(WebSocketTransportConfig.class, Map.of("port", 0));
    uri = new WebSocketTransport(port, acceptor, serverLoops, contexts).uris().iterator().next();
  }

  /** A configuration with its defaults, except the given settings. */
  static <T extends Annotation> T configuration(Class<T> type, Map<String, Object> settings) {
    InvocationHandler answer =
        (proxy, method, arguments) ->
            settings.getOrDefault(method.getName(), method.getDefaultValue());
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answer));
  }

  Router router() {
    return core;
  }

  Connector connector() {
    return connector;
  }

  URI uri() {
    return uri;
  }

  RawClient connect() {
    return RawClient.connect(connector, uri);
  }

  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within 90 s: " + what);
      }
      Thread.sleep(5);
    }
  }

  @Override
  public void close() {
    clientLoops.close();
    serverLoops.close();
    contexts.close();
    acceptor.close();
    core.close();
  }
}
