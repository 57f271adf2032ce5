package to.clasp.itests.swap;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.protocol.Features;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.testkit.RawClient;
import to.clasp.testkit.failover.Fleet;
import to.clasp.testkit.failover.SwapScript;
import to.clasp.testkit.failover.SwapScript.Step;
import to.clasp.transport.Connector;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.quic.internal.QuicConnector;
import to.clasp.transport.tcp.internal.TcpConnector;
import to.clasp.transport.websocket.internal.WebSocketConnector;

/** Endpoints of the distributed relay come and go by its files, under the traffic of 50 clients. */
class EtcSwapIT {
  private static final int CLIENTS = 50;

  @TempDir Path folder;

  private final EventLoops.Owned loops = EventLoops.create(1);
  private final List<Connector> connectors =
      List.of(new WebSocketConnector(loops), new QuicConnector(loops), new TcpConnector(loops));
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private EtcRelay relay;
  private Fleet fleet;

  @AfterEach
  void end() {
    if (fleet != null) {
      fleet.close();
    }
    clock.shutdownNow();
    loops.close();
    relay.close();
  }

  @Test
  void fiftyClientsStayServedWhileFilesComeAndGo() throws Exception {
    swap((uris, identity) -> new Fleet(CLIENTS, () -> connectors, uris, identity.trust()));
  }

  /** None of their SETs is lost or done twice, though nobody but the client sends any again. */
  @Test
  void fiftyClientsOfTheLibraryStayServedWhileFilesComeAndGo() throws Exception {
    swap(
        (uris, identity) ->
            new Fleet(CLIENTS, uris, identity.trust(), plan -> new ClaspFleetClient(clock, plan)));
  }

  private void swap(BiFunction<List<URI>, Identity, Fleet> clients) throws Exception {
    EtcEndpoint first = EtcEndpoint.websocket();
    EtcEndpoint second = EtcEndpoint.websocket();
    Identity identity = new Identity(folder);
    EtcEndpoint quic = EtcEndpoint.quic(identity);
    EtcEndpoint tcp = EtcEndpoint.tcp();
    relay = new EtcRelay(folder);
    relay.start();
    relay.open(first);
    fleet = clients.apply(List.of(first.uri(), quic.uri(), tcp.uri(), second.uri()), identity);
    play(
        identity,
        List.of(
            new Step("one endpoint", () -> {}, Set.of(first.uri())),
            open(second, Set.of(first.uri(), second.uri())),
            close(first, Set.of(second.uri())),
            open(first, Set.of(first.uri(), second.uri())),
            close(second, Set.of(first.uri())),
            open(quic, Set.of(first.uri(), quic.uri())),
            open(tcp, Set.of(first.uri(), quic.uri(), tcp.uri())),
            close(first, Set.of(quic.uri(), tcp.uri())),
            close(quic, Set.of(tcp.uri())),
            open(first, Set.of(first.uri(), tcp.uri())),
            close(tcp, Set.of(first.uri()))));
  }

  private Step open(EtcEndpoint endpoint, Set<URI> open) {
    return new Step(endpoint.fileName() + " appears", () -> relay.open(endpoint), open);
  }

  private Step close(EtcEndpoint endpoint, Set<URI> open) {
    return new Step(endpoint.fileName() + " is deleted", () -> relay.close(endpoint), open);
  }

  private void play(Identity identity, List<Step> steps) throws Exception {
    for (Step step : steps) {
      new SwapScript(fleet, () -> params(step.open().iterator().next(), identity)).take(step);
    }
  }

  /** What a newcomer is told. */
  private Map<String, Fleet.Kept> params(URI uri, Identity identity) {
    Connector connector =
        connectors.stream()
            .filter(each -> each.schemes().contains(uri.getScheme()))
            .findFirst()
            .orElseThrow();
    try (RawClient client = RawClient.connect(connector, uri, identity.options())) {
      client.hello("auditor");
      client.send(new Subscribe(1, Fleet.ROOT + "/**", Features.NONE, SubscribeOptions.NONE));
      return client.drain().stream()
          .flatMap(message -> ((Snapshot) message).entries().stream())
          .collect(
              Collectors.toMap(
                  Snapshot.Entry::address,
                  entry -> new Fleet.Kept(entry.value(), entry.revision())));
    }
  }
}
