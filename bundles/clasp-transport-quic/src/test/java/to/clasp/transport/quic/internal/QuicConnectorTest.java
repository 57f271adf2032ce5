package to.clasp.transport.quic.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import to.clasp.testkit.RecordingAcceptor;
import to.clasp.testkit.RecordingHandler;
import to.clasp.transport.CloseReason;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Limits;
import to.clasp.transport.TlsOptions;
import to.clasp.transport.netty.EventLoops;

class QuicConnectorTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Else they would run on classes of a bundle that is stopped, or replaced. */
  @Test
  void aConnectorThatStopsClosesItsConnectionsAsGoingAway() throws Exception {
    RecordingAcceptor acceptor = new RecordingAcceptor();
    try (QuicFixture fixture = new QuicFixture(EventLoops.create(1))) {
      URI uri = fixture.start(acceptor, 0).iterator().next();
      QuicConnector connector = new QuicConnector(fixture.loops);
      RecordingHandler client = connect(connector, uri, fixture.trusting);
      RecordingHandler server = acceptor.awaitHandler(0);

      connector.close();

      assertThat(client.events()).containsExactly("closing GOING_AWAY", "closed");
      assertThat(server.awaitClosed()).hasMessageContaining(CloseReason.GOING_AWAY.text());
      assertThatThrownBy(() -> connect(connector, uri, fixture.trusting))
          .hasCauseInstanceOf(IOException.class)
          .hasMessageContaining(uri.toString());
    }
  }

  private static RecordingHandler connect(QuicConnector connector, URI to, TlsOptions trusting)
      throws Exception {
    return RecordingHandler.connect(
        connector, to, new ConnectOptions(TIMEOUT, Limits.LARGEST_FRAME, trusting));
  }
}
