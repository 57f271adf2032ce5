package to.clasp.transport.tcp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import to.clasp.testkit.RecordingAcceptor;
import to.clasp.testkit.RecordingHandler;
import to.clasp.transport.CloseReason;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.netty.EventLoops;

class TcpConnectorTest {
  /** Else they would run on classes of a bundle that is stopped, or replaced. */
  @Test
  void aConnectorThatStopsClosesItsConnectionsAsGoingAway() throws Exception {
    RecordingAcceptor acceptor = new RecordingAcceptor();
    try (TcpFixture fixture = new TcpFixture(EventLoops.create(1))) {
      URI uri = fixture.start(acceptor, 0).iterator().next();
      TcpConnector connector = new TcpConnector(fixture.loops);
      RecordingHandler client = connect(connector, uri);

      connector.close();

      assertThat(client.events()).containsExactly("closing GOING_AWAY", "closed");
      assertThat(acceptor.handlers().get(0).awaitClosed())
          .hasMessageContaining(CloseReason.GOING_AWAY.text());
      assertThatThrownBy(() -> connect(connector, uri))
          .hasCauseInstanceOf(IOException.class)
          .hasMessageContaining(uri.toString());
    }
  }

  private static RecordingHandler connect(TcpConnector connector, URI to) throws Exception {
    RecordingHandler[] made = new RecordingHandler[1];
    connector
        .connect(
            to,
            ConnectOptions.DEFAULT,
            connection -> {
              made[0] = new RecordingHandler(connection);
              return made[0];
            })
        .toCompletableFuture()
        .get(5, TimeUnit.SECONDS);
    return made[0];
  }
}
