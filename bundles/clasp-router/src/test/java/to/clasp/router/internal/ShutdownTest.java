package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.Ack;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Get;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Value;
import to.clasp.testkit.RawClient;
import to.clasp.transport.CloseReason;

/** State outlives whoever serves it, and clients are told why they are cut off. */
class ShutdownTest {

  @Test
  void aTransportThatStopsTellsItsClientsAndTheParamsStay() {
    try (RouterFixture router = RouterFixture.open()) {
      RawClient client = router.client("client");
      client.send(Set.of("/a", Value.of(1))).expect(Ack.class);

      router.transport.stop();

      assertThat(client.expect(ErrorMessage.class).code())
          .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE.code());
      assertThat(client.awaitClosed()).contains(CloseReason.GOING_AWAY.text());

      router.transport.start(router.acceptor);
      RawClient again = router.client("again");
      again.send(new Get("/a"));
      assertThat(again.expect(Snapshot.class).entries().get(0).revision()).isEqualTo(1);
    }
  }

  @Test
  void anAcceptorThatGoesEndsItsSessionsAndItsSuccessorServesTheSameParams() {
    try (RouterFixture router = RouterFixture.open()) {
      RawClient client = router.client("client");
      client.send(Set.of("/a", Value.of(1))).expect(Ack.class);

      router.acceptor.close();

      assertThat(client.expect(ErrorMessage.class).code())
          .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE.code());
      assertThat(client.awaitClosed()).contains(CloseReason.GOING_AWAY.text());

      router.transport.stop();
      router.transport.start(new Acceptor(router.core, RouterFixture.OPEN));
      RawClient again = router.client("again");
      again.send(Set.of("/a", Value.of(2)));
      assertThat(again.expect(Ack.class).revision()).isEqualTo(2);
    }
  }

  @Test
  void changedSettingsCutNobodyAndHoldForWhatComesNext() {
    try (RouterFixture router = RouterFixture.open()) {
      RawClient client = router.client("client");
      client.send(Set.of("/a", Value.of(1))).expect(Ack.class);

      router.core.modified(
          RouterFixture.config(Map.of("maxParams", 1, "eviction", "reject", "name", "renamed")));

      client.send(Set.of("/b", Value.of(1)));
      assertThat(client.expect(ErrorMessage.class).address()).isEqualTo("/b");
      client.send(Set.of("/a", Value.of(2)));
      assertThat(client.expect(Ack.class).revision()).isEqualTo(2);
      assertThat(router.connect().hello("late").name()).isEqualTo("renamed");
    }
  }

  @Test
  void theReportSaysWhatIsOpenOrWhyNothingIs() {
    assertThat(EndpointReport.text(List.of(URI.create("ws://b:2"), URI.create("ws://a:1")), true))
        .isEqualTo("open: ws://a:1, ws://b:2");
    assertThat(EndpointReport.text(List.of(), false))
        .isEqualTo("no port open: no authentication scheme configured");
    assertThat(EndpointReport.text(List.of(), true))
        .isEqualTo("no port open: no transport configured");
  }
}
