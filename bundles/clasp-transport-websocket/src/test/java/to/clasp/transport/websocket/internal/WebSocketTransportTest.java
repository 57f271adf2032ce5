package to.clasp.transport.websocket.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import to.clasp.testkit.LogLines;
import to.clasp.testkit.RecordingAcceptor;
import to.clasp.testkit.RecordingHandler;
import to.clasp.testkit.failover.FreePort;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Limits;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.TlsContexts;

class WebSocketTransportTest {
  private final RecordingAcceptor acceptor = new RecordingAcceptor();
  private final EventLoops.Owned loops = EventLoops.create(1);
  private final TlsContexts.Owned contexts = TlsContexts.create();
  private final WebSocketConnector connector = new WebSocketConnector(loops);
  private WebSocketTransport transport;

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

  /** The name is too long to be asked for, so that no question leaves the machine. */
  @Test
  void anUnknownHostFailsTheActivation() {
    String host = "a".repeat(64) + ".invalid";
    assertThatThrownBy(() -> open(new Config(host, 0, 25)))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot listen on " + host + ":0: unknown host");
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
        .hasMessageContaining("to.clasp.transport.websocket: " + message);
  }

  @Test
  void anEqualConfigurationAndAnotherPingIntervalCutNobody() throws Exception {
    open(Config.onPort(0));
    Set<URI> before = transport.uris();
    RecordingHandler client = connect();
    transport.modified(Config.onPort(0).asAnnotation());
    transport.modified(new Config("127.0.0.1", 0, 3).asAnnotation());
    assertThat(transport.uris()).isEqualTo(before);
    client.send(new byte[] {1});
    acceptor.handlers().get(0).awaitFrames(1);
    assertThat(client.isClosed()).isFalse();
  }

  @Test
  void anotherPortMovesTheEndpoint() throws Exception {
    open(Config.onPort(0));
    RecordingHandler client = connect();
    URI old = uri();
    transport.modified(Config.onPort(FreePort.find()).asAnnotation());
    assertThat(client.awaitClosed()).hasMessageContaining("1001 going away");
    assertThat(uri()).isNotEqualTo(old);
    connect();
    assertThatThrownBy(() -> connect(old))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining(old + ": ");
  }

  @Test
  void anotherHostWithTheSamePortMovesTheEndpoint() throws Exception {
    int port = FreePort.find();
    open(Config.onPort(port));
    transport.modified(new Config("0.0.0.0", port, 25).asAnnotation());
    assertThat(transport.uris()).containsExactly(URI.create("ws://0.0.0.0:" + port + "/clasp"));
    connect(URI.create("ws://127.0.0.1:" + port));
  }

  @Test
  void whenTheNewPortCannotBeOpenedTheOldOneStaysOpen() throws Exception {
    open(Config.onPort(0));
    RecordingHandler client = connect();
    Set<URI> before = transport.uris();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThat(errorsOf(Config.onPort(port)))
          .singleElement()
          .asString()
          .contains("cannot listen on 127.0.0.1:" + port + ": Address already in use")
          .contains(before.toString());
    }
    assertThat(transport.uris()).isEqualTo(before);
    client.send(new byte[] {1});
    acceptor.handlers().get(0).awaitFrames(1);
  }

  @Test
  void whenTheNewHostCannotBeOpenedTheOldOneIsOpenedAgain() throws Exception {
    int port = FreePort.find();
    open(Config.onPort(port));
    assertThat(errorsOf(new Config("192.0.2.1", port, 25)))
        .singleElement()
        .asString()
        .contains("cannot listen on 192.0.2.1:" + port + ": Cannot assign requested address");
    connect();
  }

  @Test
  void aWrongChangeIsNamedAndNotTaken() throws Exception {
    open(Config.onPort(0));
    RecordingHandler client = connect();
    assertThat(errorsOf(new Config("127.0.0.1", 70_000, 25)))
        .singleElement()
        .asString()
        .contains("port = 70000 must be 0 to 65535");
    client.send(new byte[] {1});
    acceptor.handlers().get(0).awaitFrames(1);
  }

  /** What is logged as an error when the configuration is changed. */
  private List<String> errorsOf(Config config) {
    try (LogLines errors = LogLines.of(WebSocketTransport.class.getName(), Level.SEVERE)) {
      transport.modified(config.asAnnotation());
      return errors.texts();
    }
  }

  @Test
  void pongsKeepAConnectionOpenThatIsSilentOtherwise() throws Exception {
    acceptor.limit(new Limits(Limits.LARGEST_FRAME, Duration.ofSeconds(10), Duration.ofSeconds(3)));
    open(new Config("127.0.0.1", 0, 1));
    RecordingHandler answering = connect();
    try (RawSocket deaf = new RawSocket(uri())) {
      deaf.send(RawSocket.request("/")).head();
      byte[] all = deaf.readAll();
      assertThat(all).startsWith(0x89, 0x00);
      assertThat(all).endsWith(Bytes.plain(0x88, closeIdle()));
    }
    assertThat(answering.isClosed()).isFalse();
  }

  private static byte[] closeIdle() {
    return Bytes.join(new byte[] {0x03, (byte) 0xE9}, "idle timeout".getBytes());
  }

  @Test
  void connectingToNothingNamesTheUriAndTheReason() throws Exception {
    URI nowhere = URI.create("ws://127.0.0.1:" + FreePort.find() + "/clasp");
    assertThatThrownBy(() -> connect(nowhere))
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining(nowhere + ": ")
        .hasMessageContaining("refused");
  }

  @Test
  void connectingToAServerThatDoesNotAnswerEndsInTime() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      URI to = URI.create("ws://127.0.0.1:" + silent.getLocalPort() + "/clasp");
      ConnectOptions how = new ConnectOptions(Duration.ofMillis(300), 1000);
      assertThatThrownBy(() -> RecordingHandler.connect(connector, to, how))
          .hasCauseInstanceOf(IOException.class)
          .hasMessageContaining(to + ": no connection in time");
      assertThat(silent.accept().getInputStream().readAllBytes()).isNotEmpty();
    }
  }

  @Test
  void aServerThatRefusesTheUpgradeIsReportedWithItsStatus() throws Exception {
    try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      URI to = URI.create("ws://127.0.0.1:" + web.getLocalPort() + "/clasp");
      Thread server =
          new Thread(
              () -> {
                try (var peer = web.accept()) {
                  peer.getOutputStream()
                      .write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes());
                  peer.getInputStream().readAllBytes();
                } catch (IOException closed) {
                  // the test is over
                }
              });
      server.start();
      assertThatThrownBy(() -> connect(to))
          .hasCauseInstanceOf(IOException.class)
          .hasMessageContaining(to + ": refused with HTTP 404");
      server.join(10_000);
    }
  }

  private void open(Config config) throws IOException {
    transport = new WebSocketTransport(config.asAnnotation(), acceptor, loops, contexts);
  }

  private URI uri() {
    return transport.uris().iterator().next();
  }

  private RecordingHandler connect() throws Exception {
    return connect(uri());
  }

  private RecordingHandler connect(URI to) throws Exception {
    return RecordingHandler.connect(connector, to, ConnectOptions.DEFAULT);
  }
}
