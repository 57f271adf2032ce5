package to.clasp.transport.quic.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.testkit.Await;
import to.clasp.testkit.RecordingAcceptor;
import to.clasp.testkit.RecordingHandler;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.netty.EventLoops;

class DatagramTest {
  private static final byte[] FRAME = Frames.filled(20, 7);
  private static final byte[] SIGNAL = Frames.streamSignal("/sensor", "x");
  private final RecordingAcceptor acceptor = new RecordingAcceptor();
  private final QuicFixture fixture = new QuicFixture(EventLoops.create(1));

  @AfterEach
  void close() {
    fixture.close();
  }

  private URI open(boolean datagrams) throws IOException {
    return fixture
        .start(acceptor, Map.of("port", 0, "selfSigned", true, "datagrams", datagrams))
        .iterator()
        .next();
  }

  private RecordingHandler server(RawQuic.Stream stream) throws Exception {
    stream.send(FRAME);
    RecordingHandler server = acceptor.awaitHandler(0);
    server.awaitFrames(1);
    return server;
  }

  @Test
  void aDatagramIsAFrameOfTheFirstStream() throws Exception {
    try (RawQuic client = RawQuic.connect(open(true))) {
      RecordingHandler server = server(client.open());
      client.open().send(Frames.filled(1, 1));
      acceptor.awaitHandler(1).awaitFrames(1);
      client.datagram(SIGNAL);
      assertThat(server.awaitFrames(2)).containsExactly(FRAME, SIGNAL);
      Await.until(
          "end of batch",
          () -> server.events().get(server.events().size() - 1).equals("readComplete"));
      assertThat(acceptor.handlers().get(1).frames()).hasSize(1);
    }
  }

  @Test
  void aDatagramInTheMiddleOfAFrameOfTheStreamDisturbsNeither() throws Exception {
    try (RawQuic client = RawQuic.connect(open(true))) {
      RawQuic.Stream stream = client.open();
      RecordingHandler server = server(stream);
      stream.send((byte) 0x53, (byte) 1, (byte) 0);
      client.datagram(SIGNAL);
      server.awaitFrames(2);
      stream.send((byte) 1, (byte) 9);
      assertThat(server.awaitFrames(3)).containsExactly(FRAME, SIGNAL, Frames.filled(1, 9));
    }
  }

  @Test
  void datagramsThatAreNotOneWholeFrameAreDropped() throws Exception {
    try (RawQuic client = RawQuic.connect(open(true))) {
      RecordingHandler server = server(client.open());
      client.datagram((byte) 0x53);
      client.datagram((byte) 0x53, (byte) 1, (byte) 0, (byte) 2, (byte) 1);
      client.datagram(Frames.joined(SIGNAL, SIGNAL));
      client.datagram((byte) 'G', (byte) 'E', (byte) 'T', (byte) ' ', (byte) '/');
      client.datagram(SIGNAL);
      assertThat(server.awaitFrames(2)).containsExactly(FRAME, SIGNAL);
      assertThat(server.isClosed()).isFalse();
    }
  }

  @Test
  void streamsGoByDatagramToAPeerThatHasSentOne() throws Exception {
    try (RawQuic client = RawQuic.connect(open(true))) {
      RawQuic.Stream stream = client.open();
      RecordingHandler server = server(stream);
      server.send(SIGNAL);
      assertThat(stream.await(SIGNAL.length)).isEqualTo(SIGNAL);
      client.datagram(SIGNAL);
      server.awaitFrames(2);
      server.send(SIGNAL, FRAME);
      assertThat(stream.await(SIGNAL.length + FRAME.length))
          .isEqualTo(Frames.joined(SIGNAL, FRAME));
      Await.until("datagram", () -> client.datagrams().stream().anyMatch(this::isSignal));
    }
  }

  private boolean isSignal(byte[] datagram) {
    return java.util.Arrays.equals(datagram, SIGNAL);
  }

  @Test
  void aLargeOneGoesByStream() throws Exception {
    try (RawQuic client = RawQuic.connect(open(true))) {
      RawQuic.Stream stream = client.open();
      RecordingHandler server = server(stream);
      client.datagram(SIGNAL);
      server.awaitFrames(2);
      byte[] large = Frames.streamSignal("/sensor", "x".repeat(3000));
      server.send(large);
      assertThat(stream.await(large.length)).isEqualTo(large);
    }
  }

  @Test
  void withoutDatagramsEverythingGoesByStream() throws Exception {
    try (RawQuic client = RawQuic.connect(open(false))) {
      RawQuic.Stream stream = client.open();
      RecordingHandler server = server(stream);
      client.datagram(SIGNAL);
      server.awaitFrames(2);
      server.send(SIGNAL);
      assertThat(stream.await(SIGNAL.length)).isEqualTo(SIGNAL);
    }
  }

  @Test
  void ourClientAndOurPortUseThemInBothDirections() throws Exception {
    URI uri = open(true);
    RecordingHandler client =
        RecordingHandler.connect(fixture.connector(), uri, ConnectOptions.DEFAULT);
    client.send(SIGNAL);
    RecordingHandler server = acceptor.awaitHandler(0);
    for (int i = 1; i <= 20; i++) {
      client.send(SIGNAL);
      server.awaitFrames(i + 1);
      server.send(SIGNAL);
      client.awaitFrames(i);
    }
    assertThat(server.frames()).allMatch(this::isSignal);
    assertThat(client.frames()).allMatch(this::isSignal);
  }
}
