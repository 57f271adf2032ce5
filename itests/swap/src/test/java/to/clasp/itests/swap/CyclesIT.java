package to.clasp.itests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Hashtable;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;
import to.clasp.itests.embedding.EmbeddedRouter;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Set;
import to.clasp.protocol.Value;
import to.clasp.router.Router;
import to.clasp.testkit.RawClient;
import to.clasp.transport.Connector;
import to.clasp.transport.Endpoint;

/** A transport that is stopped and started again and again, with clients, leaves nothing behind. */
class CyclesIT {
  private static final Logger LOG = Logger.getLogger("to.clasp.transport");
  private static final int CYCLES = 100;
  private static final int WARM_UP = 5;
  private static final int UPDATE_EVERY = 2;
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  @TempDir static Path folder;

  private static EmbeddedRouter embedded;
  private static BundleContext context;
  private static Identity identity;

  private record Transport(String name, String scheme) {
    String pid() {
      return "to.clasp.transport." + name;
    }

    Bundle bundle() {
      return embedded.bundle("clasp-transport-" + name);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Transport> transports() {
    return Stream.of(
        new Transport("websocket", "ws"),
        new Transport("tcp", "tcp"),
        new Transport("udp", "udp"),
        new Transport("quic", "quic"));
  }

  @BeforeAll
  static void start() throws Exception {
    LOG.setLevel(Level.WARNING);
    identity = new Identity(folder);
    embedded = EmbeddedRouter.start(Path.of("target/bundles"), folder.resolve("storage"));
    context = embedded.bundle("org.apache.felix.framework").getBundleContext();
    embedded
        .service(ConfigurationAdmin.class)
        .getConfiguration("to.clasp.auth.open", "?")
        .update(new Hashtable<>());
    for (Transport transport : transports().toList()) {
      transport.bundle().stop();
      configure(transport);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    embedded.close();
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aHundredCyclesLeaveWhatFiveLeave(Transport transport) throws Exception {
    keepEventLoops();
    Traces traces = new Traces(new NettyMemory(embedded.bundle("clasp-netty")));
    long start = System.nanoTime();
    for (int i = 1; i <= WARM_UP; i++) {
      cycle(transport, i, traces);
    }
    Traces.Picture before = traces.take();
    for (int i = WARM_UP + 1; i <= CYCLES; i++) {
      cycle(transport, i, traces);
    }
    Traces.Picture after = traces.settled(before);
    System.out.printf(
        "%s: %d cycles in %d ms, %d class loaders; %s%n",
        transport,
        CYCLES,
        Duration.ofNanos(System.nanoTime() - start).toMillis(),
        traces.noted(),
        after);
    assertThat(after).matches(it -> it.isWithin(before), "is within " + before);
    assertThat(after.pinned()).isZero();
    assertThat(traces.noted()).isGreaterThanOrEqualTo(CYCLES / UPDATE_EVERY);
  }

  /** As they are kept in operation by the other transports. */
  private static void keepEventLoops() throws InvalidSyntaxException {
    ServiceReference<?>[] loops =
        context.getAllServiceReferences("to.clasp.transport.netty.EventLoops", null);
    assertThat(context.getService(loops[0])).isNotNull();
  }

  private static void configure(Transport transport) throws IOException {
    Hashtable<String, Object> properties = new Hashtable<>();
    if (transport.name().equals("quic")) {
      properties.putAll(identity.settings());
    }
    properties.put("host", "127.0.0.1");
    properties.put("port", 0);
    embedded
        .service(ConfigurationAdmin.class)
        .getFactoryConfiguration(transport.pid(), "cycles", "?")
        .update(properties);
  }

  /** What a client is told about its SET shows that the router has been there all the time. */
  private static void cycle(Transport transport, int number, Traces traces) throws Exception {
    Bundle bundle = transport.bundle();
    if (number % UPDATE_EVERY == 0) {
      bundle.update();
    }
    bundle.start();
    traces.note(bundle);
    URI uri = await(transport + " endpoint", () -> endpoint(transport.scheme()));
    Connector connector = await(transport + " connector", () -> connector(transport.scheme()));
    RawClient client = RawClient.connect(connector, uri, identity.options());
    client.hello("cycle " + number);
    client.send(Set.of("/cycles/" + transport, Value.of(number)));
    assertThat(client.expect(Ack.class).revision()).isEqualTo(number);

    bundle.stop();
    client.awaitClosed();
    assertThat(endpoint(transport.scheme())).isEmpty();
    await("end of the session", CyclesIT::noSession);
  }

  private static Optional<Boolean> noSession() {
    return use(Router.class, router -> router.status().sessions() == 0).filter(none -> none);
  }

  private static Optional<URI> endpoint(String scheme) {
    return use(Endpoint.class, endpoint -> endpoint.uris().iterator().next())
        .filter(uri -> uri.getScheme().equals(scheme));
  }

  private static Optional<Connector> connector(String scheme) {
    return use(Connector.class, connector -> connector)
        .filter(connector -> connector.schemes().contains(scheme));
  }

  /** All transports but one are stopped, so that there is one service at most. */
  private static <S, T> Optional<T> use(Class<S> type, Function<S, T> how) {
    ServiceReference<S> reference = context.getServiceReference(type);
    S service = reference == null ? null : context.getService(reference);
    return Optional.ofNullable(service).map(how);
  }

  private interface Source<T> {
    Optional<T> get();
  }

  private static <T> T await(String what, Source<T> source) throws InterruptedException {
    long end = System.nanoTime() + DEADLINE.toNanos();
    Optional<T> found = source.get();
    while (found.isEmpty()) {
      assertThat(System.nanoTime()).as("%s within %s", what, DEADLINE).isLessThan(end);
      Thread.sleep(1);
      found = source.get();
    }
    return found.get();
  }
}
