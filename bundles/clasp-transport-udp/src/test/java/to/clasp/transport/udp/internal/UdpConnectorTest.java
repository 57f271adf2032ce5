package to.clasp.transport.udp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.Features;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Pong;
import to.clasp.protocol.Welcome;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.testkit.RecordingAcceptor;
import to.clasp.testkit.RecordingHandler;
import to.clasp.transport.CloseReason;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.netty.EventLoops;

class UdpConnectorTest {
  /** Else they would run on classes of a bundle that is stopped, or replaced. */
  @Test
  void aConnectorThatStopsClosesItsConnectionsAsGoingAway() throws Exception {
    RecordingAcceptor acceptor = new RecordingAcceptor();
    try (UdpFixture fixture = new UdpFixture(EventLoops.create(1))) {
      URI uri = fixture.start(acceptor, 0).iterator().next();
      UdpConnector connector = new UdpConnector(fixture.loops);
      RecordingHandler client = connect(connector, uri);

      connector.close();

      assertThat(client.events()).containsExactly("closing GOING_AWAY", "closed");
      assertThat(acceptor.awaitHandler(0).awaitClosed())
          .hasMessageContaining(CloseReason.GOING_AWAY.text());
      assertThatThrownBy(() -> connect(connector, uri))
          .hasCauseInstanceOf(IOException.class)
          .hasMessageContaining(uri.toString());
    }
  }

  /** A copy made by the network, or one that the server sends because of a forged HELLO. */
  @Test
  void aRequestForAProofThatComesLateDoesNotReachTheHandler() throws Exception {
    Welcome request = new Welcome(1, Features.ALL, 1, "", "", "cookie");
    Welcome real = new Welcome(1, Features.ALL, 1, "session", "relay", null);
    try (EventLoops.Owned loops = EventLoops.create(1);
        RawServer server = new RawServer()) {
      CompletableFuture<RecordingHandler> dialled =
          CompletableFuture.supplyAsync(() -> dial(new UdpConnector(loops), server.uri()));
      assertThat(server.message()).isEqualTo(Ping.INSTANCE);
      server.answer(Pong.INSTANCE);
      RecordingHandler client = dialled.get(20, TimeUnit.SECONDS);
      client.send(FrameCodec.encode(new Hello(1, Features.ALL, "desk", null)));
      server.awaitHello(null);
      server.answer(request);
      server.awaitHello("cookie");
      server.answer(real);
      server.answer(request);
      server.answer(Ping.INSTANCE);
      assertThat(client.awaitFrames(2))
          .containsExactly(FrameCodec.encode(real), FrameCodec.encode(Ping.INSTANCE));
    }
  }

  private static RecordingHandler dial(UdpConnector connector, URI to) {
    try {
      return connect(connector, to);
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static RecordingHandler connect(UdpConnector connector, URI to) throws Exception {
    return RecordingHandler.connect(connector, to, ConnectOptions.DEFAULT);
  }
}
