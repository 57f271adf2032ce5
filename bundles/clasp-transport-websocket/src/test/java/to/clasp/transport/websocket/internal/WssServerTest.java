package to.clasp.transport.websocket.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.testkit.RecordingHandler;
import to.clasp.testkit.TlsKeys;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Limits;

/** A secured port, as clients of others see it. */
class WssServerTest {
  @TempDir private Path directory;
  private WssBench bench;
  private TlsKeys tls;

  @BeforeEach
  void prepare() {
    bench = new WssBench(directory);
    tls = bench.certificates.server();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void bothVersionsOfTlsCarryTheSubprotocol(String version) throws Exception {
    bench.open(tls);
    SSLSocket secured = bench.certificates.socket(bench.uri("wss"), version);
    assertThat(secured.getSession().getProtocol()).isEqualTo(version);
    try (RawSocket socket = new RawSocket(secured)) {
      String head =
          socket.send(RawSocket.request("/clasp", "Sec-WebSocket-Protocol: a, clasp")).head();
      assertThat(head)
          .startsWith("HTTP/1.1 101 ")
          .containsIgnoringCase("sec-websocket-protocol: clasp\r\n");
      socket.send(Bytes.masked(0x82, Bytes.filled(300, 1)));
      assertThat(bench.acceptor.handlers().get(0).awaitFrames(1))
          .containsExactly(Bytes.filled(300, 1));
    }
  }

  @Test
  void theClientOfTheJavaPlatformGetsTheSubprotocol() throws Exception {
    bench.open(tls);
    WebSocket socket =
        HttpClient.newBuilder()
            .sslContext(bench.certificates.context())
            .build()
            .newWebSocketBuilder()
            .subprotocols("clasp")
            .buildAsync(bench.uri("wss"), new WebSocket.Listener() {})
            .get(20, TimeUnit.SECONDS);
    assertThat(socket.getSubprotocol()).isEqualTo("clasp");
    socket.abort();
  }

  @Test
  void plainTextAndTlsShareAPort() throws Exception {
    bench.open(tls);
    assertThat(bench.transport.uris()).containsExactly(bench.uri("wss"), bench.uri("ws"));
    assertThat(bench.uri("wss").getPort()).isEqualTo(bench.uri("ws").getPort());
    RecordingHandler secured = bench.connect();
    RecordingHandler plain = bench.connect(bench.uri("ws"), ConnectOptions.DEFAULT);
    assertThat(secured.connection().info().secure()).isTrue();
    assertThat(plain.connection().info().secure()).isFalse();
    assertThat(bench.acceptor.handlers())
        .extracting(handler -> handler.connection().info().secure())
        .containsExactly(true, false);
    bench.assertAlive(secured, bench.acceptor.handlers().get(0));
    bench.assertAlive(plain, bench.acceptor.handlers().get(1));
  }

  @Test
  void plainTextThatComesByteByByteIsToldApartToo() throws Exception {
    bench.open(tls);
    try (RawSocket socket = new RawSocket(bench.uri("ws"))) {
      for (char next : RawSocket.request("/").toCharArray()) {
        socket.send(String.valueOf(next));
      }
      assertThat(socket.head()).startsWith("HTTP/1.1 101 ");
    }
  }

  @Test
  void plainTextIsRefusedWhereOnlyTlsIsWanted() throws Exception {
    bench.open(tls.only());
    URI secured = bench.uri("wss");
    assertThat(bench.transport.uris()).containsExactly(secured);
    try (RawSocket socket = new RawSocket(secured)) {
      assertThat(socket.send(RawSocket.request("/")).readAll()).isEmpty();
    }
    assertThatThrownBy(
            () ->
                bench.connect(
                    URI.create(secured.toString().replace("wss:", "ws:")), ConnectOptions.DEFAULT))
        .hasCauseInstanceOf(IOException.class);
    assertThat(bench.acceptor.handlers()).isEmpty();
    bench.connect();
  }

  @Test
  void aRefusedRequestIsAnsweredWholeAndEndsInOrder() throws Exception {
    bench.open(tls);
    try (RawSocket socket = new RawSocket(bench.certificates.socket(bench.uri("wss"), "TLSv1.3"))) {
      String all = new String(socket.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").readAll());
      assertThat(all).startsWith("HTTP/1.1 426 ").endsWith("endpoint\n");
    }
  }

  @Test
  void aPeerThatEndsTlsEndsTheConnection() throws Exception {
    bench.open(tls);
    try (RawSocket socket = new RawSocket(bench.certificates.socket(bench.uri("wss"), "TLSv1.3"))) {
      socket.send(RawSocket.request("/")).head();
      socket.endOutput();
      bench.acceptor.handlers().get(0).awaitClosed();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 40})
  void aHandshakeOfTlsThatIsNotCompleteInTimeIsCutOff(int bytes) throws Exception {
    limitHandshake(Duration.ofMillis(250));
    bench.open(tls);
    byte[] begin = Bytes.join(new byte[] {0x16, 3, 1, 1, 0}, new byte[35]);
    try (RawSocket socket = new RawSocket(bench.uri("wss"))) {
      assertThat(socket.send(Bytes.slice(begin, 0, bytes)).readAll()).isEmpty();
    }
  }

  /** The handshake of TLS and that of WebSocket share one time. */
  @Test
  void aClientThatIsSilentBehindTlsIsCutOff() throws Exception {
    limitHandshake(Duration.ofSeconds(2));
    bench.open(tls);
    try (RawSocket socket = new RawSocket(bench.certificates.socket(bench.uri("wss"), "TLSv1.2"))) {
      assertThat(socket.readAll()).isEmpty();
    }
  }

  private void limitHandshake(Duration time) {
    bench.acceptor.limit(new Limits(Limits.LARGEST_FRAME, time, Duration.ofSeconds(60)));
  }

  @Test
  void garbageIsCutOffAndDisturbsNobody() throws Exception {
    bench.open(tls);
    RecordingHandler other = bench.connect();
    for (byte[] garbage :
        new byte[][] {
          Bytes.join(new byte[] {0x16, 3, 1, 0x40, 0}, Bytes.filled(0x4000, 7)),
          Bytes.join(new byte[] {0x17, 3, 3, 0, 20}, Bytes.filled(20, 7)),
          Bytes.join(new byte[] {0x15, 3, 3, 0, 2, 2, 40})
        }) {
      try (RawSocket socket = new RawSocket(bench.uri("wss"))) {
        socket.send(garbage).readAll();
      }
    }
    assertThat(bench.acceptor.handlers()).hasSize(1);
    bench.assertAlive(other, bench.acceptor.handlers().get(0));
  }

  @Test
  void garbageBehindTheHandshakeEndsTheConnection() throws Exception {
    bench.open(tls);
    RecordingHandler client = bench.connect();
    try (RawSocket socket = new RawSocket(bench.certificates.socket(bench.uri("wss"), "TLSv1.3"))) {
      socket.send("no HTTP at all\r\n\r\n");
      assertThat(new String(socket.readAll())).startsWith("HTTP/1.1 400 ");
    }
    bench.assertAlive(client, bench.acceptor.handlers().get(0));
  }
}
