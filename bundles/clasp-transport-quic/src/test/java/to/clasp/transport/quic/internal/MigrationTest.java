package to.clasp.transport.quic.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import to.clasp.testkit.RecordingAcceptor;
import to.clasp.testkit.RecordingHandler;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.netty.EventLoops;

class MigrationTest {
  @Test
  void aConnectionLivesOnWhenThePortOfTheClientChanges() throws Exception {
    RecordingAcceptor acceptor = new RecordingAcceptor();
    QuicFixture fixture = new QuicFixture(EventLoops.create(2));
    URI uri = fixture.start(acceptor, 0).iterator().next();
    try (UdpRelay relay = new UdpRelay(uri.getPort())) {
      RecordingHandler client = connect(fixture, relay.port());
      client.send(Frames.filled(10, 0));
      RecordingHandler server = acceptor.awaitHandler(0);
      server.awaitFrames(1);
      for (int i = 1; i <= 5; i++) {
        int old = relay.changePort();
        client.send(Frames.filled(10, i));
        assertThat(server.awaitFrames(i + 1).get(i)).isEqualTo(Frames.filled(10, i));
        server.send(Frames.filled(2000, i));
        assertThat(client.awaitFrames(i).get(i - 1)).isEqualTo(Frames.filled(2000, i));
        assertThat(relay.serverPort()).isNotEqualTo(old);
        assertThat(relay.packetsBack()).isPositive();
      }
      assertThat(acceptor.handlers()).hasSize(1);
      assertThat(server.isClosed()).isFalse();
      assertThat(client.isClosed()).isFalse();
    } finally {
      fixture.close();
    }
  }

  private static RecordingHandler connect(QuicFixture fixture, int port) throws Exception {
    URI relay = URI.create("quic://127.0.0.1:" + port);
    return RecordingHandler.connect(fixture.connector(), relay, ConnectOptions.DEFAULT);
  }
}
