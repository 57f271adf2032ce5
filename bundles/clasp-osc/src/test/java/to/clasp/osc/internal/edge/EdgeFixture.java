package to.clasp.osc.internal.edge;

import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import to.clasp.auth.Authenticator;
import to.clasp.auth.Grant;
import to.clasp.osc.internal.OscConfig;
import to.clasp.router.internal.TestRouter;
import to.clasp.testkit.ComponentConfig;
import to.clasp.testkit.RawClient;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.TlsContexts;

/** An edge on free ports of the loopback interface, and a whole router behind it. */
final class EdgeFixture implements AutoCloseable {
  static final Authenticator OPEN =
      credentials -> CompletableFuture.completedStage(Grant.EVERYTHING);

  final TestRouter router = new TestRouter();
  private final EventLoops.Owned loops = EventLoops.create(1);
  private final TlsContexts.Owned tls = TlsContexts.create();
  private final List<Runnable> clients = new ArrayList<>();
  final Edge edge;
  final OscPorts ports;

  EdgeFixture(Map<String, Object> settings) throws IOException {
    this(settings, OPEN, null);
  }

  EdgeFixture(Map<String, Object> settings, NameLookup names) throws IOException {
    this(settings, OPEN, null, names);
  }

  EdgeFixture(Map<String, Object> given, Authenticator authenticator, LongSupplier micros)
      throws IOException {
    this(given, authenticator, micros, new NameLookup());
  }

  private EdgeFixture(
      Map<String, Object> given, Authenticator authenticator, LongSupplier micros, NameLookup names)
      throws IOException {
    Settings settings = settings(given);
    edge =
        micros == null
            ? new Edge(router.router(), authenticator, settings)
            : new Edge(router.router(), authenticator, settings, micros);
    ports = new OscPorts(loops, tls, edge, names);
  }

  static Settings settings(Map<String, Object> given) {
    Map<String, Object> all = new HashMap<>(Map.of("port", 0));
    all.putAll(given);
    return Settings.of(ComponentConfig.of(OscConfig.class, all));
  }

  URI udp() {
    return uri("osc.udp");
  }

  URI tcp() {
    return uri("osc.tcp");
  }

  URI uri(String scheme) {
    return ports.uris().stream()
        .filter(uri -> uri.getScheme().equals(scheme))
        .findFirst()
        .orElseThrow();
  }

  /** Bytes outside of the heap that the event loops use. */
  long directMemory() {
    return ((ByteBufAllocatorMetricProvider) loops.allocator()).metric().usedDirectMemory();
  }

  RawOsc osc() throws IOException {
    RawOsc osc = new RawOsc(udp());
    clients.add(osc::close);
    return osc;
  }

  RawClient subscriber() {
    return keep(router.subscriber());
  }

  RawClient client() {
    return keep(router.client());
  }

  private RawClient keep(RawClient client) {
    clients.add(client::close);
    return client;
  }

  @Override
  public void close() {
    clients.forEach(Runnable::run);
    ports.close();
    loops.close();
    tls.close();
    router.close();
  }
}
