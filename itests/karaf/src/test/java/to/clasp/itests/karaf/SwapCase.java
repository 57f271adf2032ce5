package to.clasp.itests.karaf;

import static org.junit.Assert.assertEquals;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.karaf.features.FeaturesService;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerSuite;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import to.clasp.protocol.AddressPattern;
import to.clasp.router.ParamStatus;
import to.clasp.router.Router;
import to.clasp.router.RouterCounters;
import to.clasp.testkit.failover.Fleet;
import to.clasp.testkit.failover.SwapScript;
import to.clasp.testkit.failover.SwapScript.Step;
import to.clasp.testkit.failover.Tally;
import to.clasp.transport.Connector;

/**
 * Transports are stopped, started, updated and exchanged for others under the traffic of 50
 * clients, who use the connectors of the same container.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerSuite.class)
public class SwapCase {
  private static final int CLIENTS = 50;
  private static final ManagedEndpoint.Kind WEBSOCKET =
      new ManagedEndpoint.Kind("clasp-transport-websocket", "ws://127.0.0.1:%d/clasp", Map.of());

  @Inject private BundleContext context;
  @Inject private FeaturesService features;
  @Inject private ConfigurationAdmin configurations;
  private Relay relay;
  private Router router;
  private RouterCounters before;
  private Fleet fleet;

  @Before
  public void install() throws Exception {
    relay = new Relay(context);
    relay.install(features);
    relay.awaitUri();
    router = ManagedEndpoint.services(context, Router.class).findFirst().orElseThrow();
    before = router.status().counters();
  }

  @After
  public void end() {
    if (fleet != null) {
      fleet.close();
    }
  }

  @Test
  public void fiftyClientsStayServedWhileTransportsComeAndGo() throws Exception {
    ManagedEndpoint first = new ManagedEndpoint(context, configurations, WEBSOCKET);
    ManagedEndpoint second = new ManagedEndpoint(context, configurations, WEBSOCKET);
    first.open();
    play(
        List.of(first, second),
        List.of(
            new Step("the first endpoint alone", () -> {}, Set.of(first.uri())),
            new Step("the second is opened", second::open, Set.of(first.uri(), second.uri())),
            new Step("the first is closed", first::close, Set.of(second.uri())),
            new Step("the first is opened", first::open, Set.of(first.uri(), second.uri())),
            new Step("the second is closed", second::close, Set.of(first.uri())),
            new Step("its bundle is updated", () -> update(first), Set.of(first.uri()))));
    first.close();
  }

  private void play(List<ManagedEndpoint> endpoints, List<Step> steps) throws Exception {
    List<URI> uris = endpoints.stream().map(ManagedEndpoint::uri).toList();
    fleet =
        new Fleet(CLIENTS, () -> ManagedEndpoint.services(context, Connector.class).toList(), uris);
    SwapScript script = new SwapScript(fleet, this::params);
    List<Tally> tallies = List.of();
    for (Step step : steps) {
      tallies = script.take(step);
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

  private void update(ManagedEndpoint endpoint) throws Exception {
    Bundle bundle = relay.bundle(endpoint.kind().bundle());
    bundle.update();
    endpoint.awaitOpen();
  }

  private Map<String, Fleet.Kept> params() {
    return router.params(AddressPattern.parse(Fleet.ROOT + "/**"), 10 * CLIENTS).stream()
        .collect(
            Collectors.toMap(
                ParamStatus::address, param -> new Fleet.Kept(param.value(), param.revision())));
  }
}
