package to.clasp.mqtt.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import to.clasp.auth.Authenticator;
import to.clasp.auth.Grant;
import to.clasp.mqtt.internal.session.SessionRegistry;
import to.clasp.router.Router;
import to.clasp.router.internal.TestRouter;
import to.clasp.testkit.ComponentConfig;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.TlsContexts;

/** A router with an MQTT port, without a framework. */
public final class MqttFixture implements AutoCloseable {
  static final Authenticator OPEN =
      credentials -> CompletableFuture.completedStage(Grant.EVERYTHING);

  final EventLoops.Owned loops;
  final TlsContexts.Owned contexts = TlsContexts.create();
  final TestRouter core;
  final SessionRegistry registry;
  private final List<AutoCloseable> clients = new ArrayList<>();
  private final Map<String, Object> settings = new HashMap<>(Map.of("port", 0));
  MqttEdge edge;

  private MqttFixture(
      Map<String, Object> settings, Map<String, Object> router, Authenticator who, int loops) {
    this(settings, router, who, loops, real -> real);
  }

  private MqttFixture(
      Map<String, Object> settings,
      Map<String, Object> router,
      Authenticator who,
      int loops,
      UnaryOperator<Router> wrapped) {
    this.loops = EventLoops.create(loops);
    this.core = new TestRouter(router);
    this.registry = new SessionRegistry(wrapped.apply(core.router()));
    this.settings.putAll(settings);
    try {
      edge = new MqttEdge(config(this.settings), registry, who, this.loops, contexts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static MqttFixture open() {
    return with(Map.of());
  }

  static MqttFixture with(Map<String, Object> settings) {
    return new MqttFixture(settings, Map.of(), OPEN, 1);
  }

  static MqttFixture with(Map<String, Object> settings, Map<String, Object> router) {
    return new MqttFixture(settings, router, OPEN, 1);
  }

  static MqttFixture with(
      Map<String, Object> settings, Map<String, Object> router, Authenticator who) {
    return new MqttFixture(settings, router, who, 1);
  }

  static MqttFixture behind(UnaryOperator<Router> wrapped) {
    return behind(1, wrapped);
  }

  static MqttFixture behind(int loops, UnaryOperator<Router> wrapped) {
    return new MqttFixture(Map.of(), Map.of(), OPEN, loops, wrapped);
  }

  static MqttFixture onLoops(int loops) {
    return new MqttFixture(Map.of(), Map.of(), OPEN, loops);
  }

  static MqttFixture authenticatedBy(Authenticator who) {
    return new MqttFixture(Map.of(), Map.of(), who, 1);
  }

  static MqttConfig config(Map<String, Object> settings) {
    return ComponentConfig.of(MqttConfig.class, settings);
  }

  /** Changes the configuration, as the framework would. */
  void change(String key, Object value) {
    settings.put(key, value);
    edge.modified(config(settings));
  }

  Router router() {
    return core.router();
  }

  URI uri() {
    return edge.uris().iterator().next();
  }

  RawMqtt connect(int version) {
    return keep(new RawMqtt(uri(), version));
  }

  /** A client that was let in and wants a new session. */
  RawMqtt client(int version, String id) {
    return keep(RawMqtt.connected(uri(), version, id));
  }

  private RawMqtt keep(RawMqtt client) {
    clients.add(client);
    return client;
  }

  @Override
  public void close() {
    clients.forEach(
        client -> {
          try {
            client.close();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    edge.close();
    core.close();
    contexts.close();
    loops.close();
  }
}
