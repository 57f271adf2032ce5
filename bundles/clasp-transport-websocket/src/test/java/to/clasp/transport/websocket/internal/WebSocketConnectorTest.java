package to.clasp.transport.websocket.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import to.clasp.testkit.RecordingAcceptor;
import to.clasp.testkit.RecordingHandler;
import to.clasp.transport.CloseReason;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.netty.EventLoops;

class WebSocketConnectorTest {
  /** Else they would run on classes of a bundle that is stopped, or replaced. */
  @Test
  void aConnectorThatStopsClosesItsConnectionsAsGoingAway() throws Exception {
    RecordingAcceptor acceptor = new RecordingAcceptor();
    try (WebSocketFixture fixture = new WebSocketFixture(EventLoops.create(1))) {
      URI uri = fixture.start(acceptor, 0).iterator().next();
      WebSocketConnector connector = new WebSocketConnector(fixture.loops);
      RecordingHandler client = RecordingHandler.connect(connector, uri, ConnectOptions.DEFAULT);

      connector.close();

      assertThat(client.events()).containsExactly("closing GOING_AWAY", "closed");
      assertThat(acceptor.awaitHandler(0).awaitClosed())
          .hasMessageContaining(CloseReason.GOING_AWAY.text());
      assertThatThrownBy(() -> RecordingHandler.connect(connector, uri, ConnectOptions.DEFAULT))
          .hasCauseInstanceOf(IOException.class)
          .hasMessageContaining(uri.toString());
    }
  }
}
