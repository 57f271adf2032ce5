package to.clasp.testkit.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import to.clasp.testkit.MemoryTransport;
import to.clasp.testkit.RecordingAcceptor;
import to.clasp.transport.CloseReason;
import to.clasp.transport.TlsOptions;

class FleetTest {
  private final RecordingAcceptor acceptor = new RecordingAcceptor();
  private final ScriptedRouter router = new ScriptedRouter();
  private final MemoryTransport transport = new MemoryTransport();
  private URI uri;
  private Fleet fleet;

  @BeforeEach
  void start() {
    acceptor.handleWith(router::handle);
    uri = transport.start(acceptor);
  }

  @AfterEach
  void close() {
    if (fleet != null) {
      fleet.close();
    }
    transport.close();
  }

  private Fleet fleet(int size, URI... uris) {
    fleet = new Fleet(size, () -> List.of(transport), List.of(uris), TlsOptions.DEFAULT);
    return fleet;
  }

  @Test
  void clientsMoveToAnEndpointThatIsOpenAndWriteOn() {
    URI nobody = URI.create("unknown://nowhere:1");
    Fleet clients = fleet(3, nobody, uri);
    clients.awaitServedAt(List.of(uri));
    transport.stop();
    transport.start(acceptor);
    clients.awaitServedAt(List.of(uri));
    List<Tally> settled = clients.settle();
    assertThat(Fleet.wrong(settled, router.params())).isEmpty();
    assertThat(settled).allMatch(tally -> tally.sessions() >= 2);
  }

  @Test
  void whatGotNoAckIsSentAgainAndCounted() {
    Fleet clients = fleet(1, uri);
    clients.awaitServedAt(List.of(uri));
    router.cutBeforeAck(3);
    clients.awaitServedAt(List.of(uri));
    Tally tally = clients.settle().get(0);
    assertThat(Fleet.wrong(List.of(tally), router.params())).isEmpty();
    assertThat(tally.doubled()).isEqualTo(3);
    assertThat(tally.resent()).isGreaterThanOrEqualTo(3);
    assertThat(tally.sessions()).isEqualTo(4);
  }

  @Test
  void anAcknowledgedSetThatIsNotKeptIsFound() {
    Fleet clients = fleet(1, uri);
    clients.awaitServedAt(List.of(uri));
    router.forget(1);
    clients.awaitServedAt(List.of(uri));
    assertThat(Fleet.wrong(clients.settle(), router.params())).isNotEmpty();
  }

  @Test
  void aParamThatIsNotKeptIsFound() {
    Fleet clients = fleet(2, uri);
    clients.awaitServedAt(List.of(uri));
    List<Tally> settled = clients.settle();
    assertThat(Fleet.wrong(settled, router.params())).isEmpty();
    Map<String, Fleet.Kept> fewer = router.params();
    fewer.remove(settled.get(0).address());
    assertThat(Fleet.wrong(settled, fewer)).hasSize(2);
  }

  @Test
  void aClientWithoutAnyEndpointSaysSoAtItsDeadline() throws Exception {
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    FailoverClient.Plan plan =
        new FailoverClient.Plan(
            "/a", "/a", List.of(uri), Duration.ofMillis(100), TlsOptions.DEFAULT);
    transport.stop();
    try (FailoverClient client = new FailoverClient(() -> List.of(transport), clock, plan)) {
      assertThat(problem(client))
          .startsWith("no session within PT0.1S; the last attempt:")
          .contains("nobody listens there");
    } finally {
      clock.shutdown();
    }
  }

  @Test
  void aConnectionThatIsNeverWelcomedIsLeft() {
    acceptor.handleWith(
        connection -> {
          acceptor.handleWith(router::handle);
          connection.close(CloseReason.POLICY);
          return router.handle(connection);
        });
    Fleet clients = fleet(1, uri);
    clients.awaitServedAt(List.of(uri));
    assertThat(Fleet.wrong(clients.settle(), router.params())).isEmpty();
  }

  private static String problem(FailoverClient client) throws InterruptedException {
    long end = System.nanoTime() + Fleet.DEADLINE.toNanos();
    while (System.nanoTime() < end) {
      List<String> problems = client.tally().toCompletableFuture().join().problems();
      if (!problems.isEmpty()) {
        return problems.get(0);
      }
      Thread.sleep(5);
    }
    throw new AssertionError("no problem");
  }
}
