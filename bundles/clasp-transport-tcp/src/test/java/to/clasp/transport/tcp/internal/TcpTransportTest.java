package to.clasp.transport.tcp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.testkit.RecordingAcceptor;
import to.clasp.testkit.RecordingHandler;
import to.clasp.testkit.failover.FreePort;
import to.clasp.transport.CloseReason;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connection;
import to.clasp.transport.Frame;
import to.clasp.transport.Limits;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.TlsContexts;

class TcpTransportTest {
  private static final long FAREWELL_NANOS = 1_000_000_000;

  private final RecordingAcceptor acceptor = new RecordingAcceptor();
  private final EventLoops.Owned loops = EventLoops.create(1);
  private final TlsContexts.Owned contexts = TlsContexts.create();
  private final TcpConnector connector = new TcpConnector(loops);
  private TcpTransport transport;

  @AfterEach
  void stop() {
    if (transport != null) {
      transport.close();
    }
    contexts.close();
    loops.close();
  }

  @Test
  void aTakenPortFailsTheActivationWithHostPortAndReason() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> open(Config.onPort(port)))
          .isInstanceOf(IOException.class)
          .hasMessage("cannot listen on 127.0.0.1:" + port + ": Address already in use");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0, 0, host = '' must be",
    "'a b', 0, 0, host = 'a b' must be",
    "127.0.0.1, -1, 0, port = -1 must be 0 to 65535",
    "127.0.0.1, 65536, 0, port = 65536 must be 0 to 65535",
    "127.0.0.1, 0, -1, pingIntervalSeconds = -1 must be 0 to 3600",
    "127.0.0.1, 0, 3601, pingIntervalSeconds = 3601 must be 0 to 3600"
  })
  void aWrongValueIsNamedWithItsKey(String host, int port, int ping, String message) {
    assertThatThrownBy(() -> open(new Config(host, port, ping)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("to.clasp.transport.tcp: " + message);
  }

  @Test
  void anEqualConfigurationAndAnotherPingIntervalCutNobody() throws Exception {
    open(Config.onPort(0));
    Set<URI> before = transport.uris();
    RecordingHandler client = connect(uri());
    transport.modified(Config.onPort(0).asAnnotation());
    transport.modified(new Config("127.0.0.1", 0, 3).asAnnotation());
    assertThat(transport.uris()).isEqualTo(before);
    client.send(new byte[] {1});
    accepted().awaitFrames(1);
  }

  @Test
  void anotherPortMovesTheEndpointAndTellsItsClients() throws Exception {
    open(Config.onPort(0));
    RecordingHandler client = connect(uri());
    int port = FreePort.find();
    transport.modified(Config.onPort(port).asAnnotation());
    assertThat(client.awaitClosed()).hasMessageContaining(CloseReason.GOING_AWAY.text());
    assertThat(transport.uris()).containsExactly(URI.create("tcp://127.0.0.1:" + port));
    connect(uri());
  }

  @Test
  void anotherHostWithTheSamePortMovesTheEndpoint() throws Exception {
    int port = FreePort.find();
    open(Config.onPort(port));
    transport.modified(new Config("0.0.0.0", port, 25).asAnnotation());
    assertThat(transport.uris()).containsExactly(URI.create("tcp://0.0.0.0:" + port));
    connect(URI.create("tcp://127.0.0.1:" + port));
  }

  @Test
  void whenTheNewPortCannotBeOpenedTheOldOneStaysOpen() throws Exception {
    open(Config.onPort(0));
    Set<URI> before = transport.uris();
    RecordingHandler client = connect(uri());
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      transport.modified(Config.onPort(taken.getLocalPort()).asAnnotation());
    }
    transport.modified(new Config("127.0.0.1", 70_000, 25).asAnnotation());
    assertThat(transport.uris()).isEqualTo(before);
    client.send(new byte[] {1});
    accepted().awaitFrames(1);
  }

  @Test
  void whenTheNewHostCannotBeOpenedTheOldOneIsOpenedAgain() throws Exception {
    int port = FreePort.find();
    open(Config.onPort(port));
    transport.modified(new Config("192.0.2.1", port, 25).asAnnotation());
    assertThat(transport.uris()).containsExactly(URI.create("tcp://127.0.0.1:" + port));
    connect(uri());
  }

  @Test
  void anOversizeLengthIsToldToTheHandlerThatSaysSoToThePeerBeforeTheEnd() throws Exception {
    acceptor.handleWith(
        connection ->
            new RecordingHandler(connection) {
              @Override
              public void onClosing(CloseReason why) {
                super.onClosing(why);
                connection().write(Frame.wrap(new byte[] {100}));
              }
            });
    open(Config.onPort(0));
    try (RawSocket socket = new RawSocket(uri())) {
      socket.sendFrame((byte) 1).send((byte) 0, (byte) 1, (byte) 0, (byte) 12).send(new byte[5000]);
      assertThat(socket.frame()).containsExactly(100);
      assertThat(socket.rest()).containsExactly(0, 0, 0, 0, 6);
    }
    RecordingHandler server = acceptor.handlers().get(0);
    assertThat(server.awaitClosed())
        .hasMessage("a length of 65548 bytes, at most 65547 are accepted");
    assertThat(server.events()).contains("closing TOO_LARGE");
  }

  /** A peer that keeps sending after the violation must not get a reset instead of the text. */
  @Test
  void anOversizeLengthIsToldToAPeerThatKeepsSending() throws Exception {
    acceptor.handleWith(
        connection ->
            new RecordingHandler(connection) {
              @Override
              public void onClosing(CloseReason why) {
                connection().write(Frame.wrap(new byte[] {100}));
              }
            });
    open(Config.onPort(0));
    try (RawSocket socket = new RawSocket(uri())) {
      socket.send(new byte[] {-1, -1, -1, -1});
      for (int i = 0; i < 200; i++) {
        socket.send(new byte[20_000]);
      }
      assertThat(socket.frame()).containsExactly(100);
    }
  }

  @Test
  void aPeerThatEndsItsOutputStillGetsAnAnswerToEverything() throws Exception {
    acceptor.handleWith(EchoLater::new);
    open(Config.onPort(0));
    try (RawSocket socket = new RawSocket(uri())) {
      for (byte i = 0; i < 100; i++) {
        socket.sendFrame(i);
      }
      socket.endOutput();
      for (byte i = 0; i < 100; i++) {
        assertThat(socket.frame()).containsExactly(i);
      }
      assertThat(socket.rest()).isEmpty();
    }
    assertThat(acceptor.handlers().get(0).awaitClosed()).isNull();
    assertThat(acceptor.handlers().get(0).events()).doesNotContain("closing NORMAL");
  }

  @Test
  void aPeerThatEndsInsideAFrameIsReported() throws Exception {
    open(Config.onPort(0));
    try (RawSocket socket = new RawSocket(uri())) {
      socket.sendFrame((byte) 1).send((byte) 0, (byte) 0, (byte) 0, (byte) 9, (byte) 0x53);
      socket.endOutput();
      assertThat(socket.rest()).isEmpty();
    }
    RecordingHandler server = accepted();
    assertThat(server.awaitClosed()).hasMessage("the peer ended the stream 5 bytes into a frame");
    assertThat(server.frames()).hasSize(1);
  }

  /** Netcat and the like do not know our close mark; they see the end of the stream. */
  @ParameterizedTest
  @ValueSource(strings = {"NORMAL", "POLICY"})
  void aPeerThatNeverClosesSeesTheEndOfTheStreamAtOnce(CloseReason why) throws Exception {
    open(Config.onPort(0));
    try (RawSocket socket = new RawSocket(uri())) {
      RecordingHandler server = accepted();
      long begin = System.nanoTime();
      server.run(connection -> connection.close(why));
      assertThat(socket.rest()).hasSize(why == CloseReason.NORMAL ? 0 : 5);
      boolean atOnce = !server.isClosed();
      // Unless this thread was held up until the peer's second was over.
      assertThat(atOnce || System.nanoTime() - begin > FAREWELL_NANOS).isTrue();
      assertThat(server.awaitClosed()).isNull();
    }
  }

  @Test
  void frameAfterFrameByteByByteArrives() throws Exception {
    acceptor.handleWith(EchoLater::new);
    open(Config.onPort(0));
    try (RawSocket socket = new RawSocket(uri())) {
      for (byte one : new byte[] {0, 0, 0, 2, 7, 8, 0, 0, 0, 1, 9}) {
        socket.send(one);
      }
      assertThat(socket.frame()).containsExactly(7, 8);
      assertThat(socket.frame()).containsExactly(9);
    }
  }

  @Test
  void aSilentClientIsPingedAndOneThatAnswersStays() throws Exception {
    acceptor.limit(new Limits(Limits.LARGEST_FRAME, Duration.ofSeconds(10), Duration.ofSeconds(3)));
    open(new Config("127.0.0.1", 0, 1));
    byte[] ping = {0x53, 1, 0, 1, 0x41};
    try (RawSocket answering = new RawSocket(uri());
        RawSocket deaf = new RawSocket(uri())) {
      for (int i = 0; i < 3; i++) {
        assertThat(answering.frame()).isEqualTo(ping);
        answering.sendFrame((byte) 0x53, (byte) 1, (byte) 0, (byte) 1, (byte) 0x42);
      }
      assertThat(deaf.rest()).endsWith(0, 0, 0, 0, 9);
      answering.sendFrame((byte) 5);
      assertThat(accepted().awaitFrames(4)).last().isEqualTo(new byte[] {5});
    }
  }

  @Test
  void connectingToNothingNamesTheUriAndTheReason() throws Exception {
    URI nowhere = URI.create("tcp://127.0.0.1:" + FreePort.find());
    assertThatThrownBy(() -> connect(nowhere))
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining(nowhere + ": ")
        .hasMessageContaining("refused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://127.0.0.1", "tcp:/path", "tcp:x"})
  void aUriWithoutHostOrPortIsRefused(String text) {
    assertThatThrownBy(() -> connect(new URI(text)))
        .hasMessageContaining("not a URI like tcp://host:port");
  }

  private RecordingHandler accepted() {
    return acceptor.awaitHandler(0);
  }

  private void open(Config config) throws IOException {
    transport = new TcpTransport(config.asAnnotation(), acceptor, loops, contexts);
  }

  private URI uri() {
    return transport.uris().iterator().next();
  }

  private RecordingHandler connect(URI to) throws Exception {
    return RecordingHandler.connect(connector, to, ConnectOptions.DEFAULT);
  }

  /** Sends each frame back when the batch is over. */
  private static final class EchoLater extends RecordingHandler {
    EchoLater(Connection connection) {
      super(connection);
    }

    @Override
    public void onFrame(byte[] buffer, int offset, int length) {
      super.onFrame(buffer, offset, length);
      byte[] copy = new byte[length];
      System.arraycopy(buffer, offset, copy, 0, length);
      connection().write(Frame.wrap(copy));
    }

    @Override
    public void onReadComplete() {
      super.onReadComplete();
      connection().flush();
    }
  }
}
