package to.clasp.itests.karaf;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import to.clasp.protocol.AddressPattern;
import to.clasp.router.ParamStatus;
import to.clasp.router.Router;
import to.clasp.router.RouterCounters;
import to.clasp.testkit.TestCertificate;
import to.clasp.testkit.failover.Fleet;
import to.clasp.testkit.failover.SwapScript;
import to.clasp.testkit.failover.SwapScript.Action;
import to.clasp.testkit.failover.SwapScript.Step;
import to.clasp.testkit.failover.Tally;
import to.clasp.transport.Connector;
import to.clasp.transport.TlsOptions;

/** The router, a fleet of clients in the same container, and what is done to their endpoints. */
final class Swap implements AutoCloseable {
  private static final int CLIENTS = 50;

  private final BundleContext context;
  private final ConfigurationAdmin configurations;
  private final TestCertificate authority = TestCertificate.authority("swap");
  private final Router router;
  private final RouterCounters before;
  private Fleet fleet;

  Swap(BundleContext context, ConfigurationAdmin configurations) {
    this.context = context;
    this.configurations = configurations;
    this.router = ManagedEndpoint.services(context, Router.class).findFirst().orElseThrow();
    this.before = router.status().counters();
  }

  void websocketIsExchangedForQuicAndTcpAndBack() throws Exception {
    ManagedEndpoint first = websocket();
    ManagedEndpoint second = websocket();
    ManagedEndpoint quic = quic();
    ManagedEndpoint tcp = tcp();
    first.open();
    List<ManagedEndpoint> all = List.of(first, quic, tcp, second);
    try {
      play(all, exchanges(first, second, quic, tcp));
    } finally {
      // Whoever installs the next feature also starts what is stopped here.
      for (ManagedEndpoint endpoint : all) {
        endpoint.close();
      }
    }
  }

  private static List<Step> exchanges(
      ManagedEndpoint first, ManagedEndpoint second, ManagedEndpoint quic, ManagedEndpoint tcp) {
    return List.of(
        step("one WebSocket endpoint", () -> {}, first),
        step("a second is opened", second::open, first, second),
        step("the first is closed", first::close, second),
        step("the first is opened again", first::open, first, second),
        step("the second is closed", second::close, first),
        step("QUIC is opened", quic::open, first, quic),
        step("TCP is opened", tcp::open, first, quic, tcp),
        step("WebSocket is stopped", first::stopBundle, quic, tcp),
        step("QUIC is updated", quic::updateBundle, quic, tcp),
        step("QUIC is stopped", quic::stopBundle, tcp),
        step("TCP is updated", tcp::updateBundle, tcp),
        step("WebSocket is started", first::startBundle, first, tcp),
        step("TCP is stopped", tcp::stopBundle, first),
        step("WebSocket is updated", first::updateBundle, first));
  }

  private ManagedEndpoint websocket() {
    return endpoint("clasp-transport-websocket", "ws://127.0.0.1:%d/clasp", Map.of());
  }

  private ManagedEndpoint tcp() {
    return endpoint("clasp-transport-tcp", "tcp://127.0.0.1:%d", Map.of());
  }

  private ManagedEndpoint quic() throws IOException {
    Path folder = Files.createTempDirectory("swap");
    TestCertificate server = authority.issue("127.0.0.1");
    return endpoint(
        "clasp-transport-quic",
        "quic://127.0.0.1:%d",
        Map.of(
            "certificateFile",
            server.writeChain(folder.resolve("cert.pem")).toString(),
            "keyFile",
            server.writeKey(folder.resolve("key.pem")).toString()));
  }

  private ManagedEndpoint endpoint(String bundle, String uri, Map<String, ?> settings) {
    return new ManagedEndpoint(
        context, configurations, new ManagedEndpoint.Kind(bundle, uri, settings));
  }

  private static Step step(String text, Action action, ManagedEndpoint... open) {
    Set<URI> uris = Arrays.stream(open).map(ManagedEndpoint::uri).collect(Collectors.toSet());
    return new Step(text, action, uris);
  }

  private void play(List<ManagedEndpoint> endpoints, List<Step> steps) throws Exception {
    List<URI> uris = endpoints.stream().map(ManagedEndpoint::uri).toList();
    fleet =
        new Fleet(
            CLIENTS,
            () -> ManagedEndpoint.services(context, Connector.class).toList(),
            uris,
            new TlsOptions(List.of(authority.certificate()), null));
    SwapScript script = new SwapScript(fleet, this::params);
    for (Step step : steps) {
      script.take(step);
    }
    assertCountersAgree(fleet.settle());
  }

  /** The router has counted from its start, whatever came and went meanwhile. */
  private void assertCountersAgree(List<Tally> tallies) {
    RouterCounters after = router.status().counters();
    long revisions = tallies.stream().mapToLong(Tally::revision).sum();
    long sessions = tallies.stream().mapToLong(Tally::sessions).sum();
    assertEquals(revisions, sets(after) - sets(before));
    assertEquals(sessions, after.sessionsOpened() - before.sessionsOpened());
    assertEquals(before.sessionsRefused(), after.sessionsRefused());
  }

  private static long sets(RouterCounters counters) {
    return counters.messagesIn().getOrDefault("SET", 0L);
  }

  private Map<String, Fleet.Kept> params() {
    return router.params(AddressPattern.parse(Fleet.ROOT + "/**"), 10 * CLIENTS).stream()
        .collect(
            Collectors.toMap(
                ParamStatus::address, param -> new Fleet.Kept(param.value(), param.revision())));
  }

  @Override
  public void close() {
    if (fleet != null) {
      fleet.close();
    }
  }
}
