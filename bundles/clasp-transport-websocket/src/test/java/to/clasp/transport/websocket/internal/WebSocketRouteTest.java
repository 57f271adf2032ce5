package to.clasp.transport.websocket.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What those who speak another protocol over WebSocket get from the port, and its clients. */
class WebSocketRouteTest {
  private static final int BINARY = 0x82;

  private RouteBench bench;

  @BeforeEach
  void start() throws IOException {
    bench = new RouteBench();
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  private static byte[] masked(String text) {
    return Bytes.masked(BINARY, ascii(text));
  }

  private static byte[] close(int code) {
    return Bytes.masked(0x88, (byte) (code >> 8), (byte) code);
  }

  /** The code of a close frame that ends what a server has sent. */
  private static int lastCode(byte[] sent) {
    for (int at = sent.length - 2; at >= 0; at--) {
      if ((sent[at] & 0xFF) == 0x88 && at + 2 + sent[at + 1] == sent.length) {
        return (sent[at + 2] & 0xFF) << 8 | sent[at + 3] & 0xFF;
      }
    }
    return 0;
  }

  @ParameterizedTest
  @CsvSource({"/echo, echo", "/echo?x=/y, 'foo, echo'", "/echo, 'clasp, echo'"})
  void aClientThatAsksForItsPathAndSubprotocolIsLedToTheRoute(String path, String offered)
      throws Exception {
    try (RawSocket peer = bench.connect()) {
      assertThat(peer.send(RouteBench.request(path, offered)).head())
          .startsWith("HTTP/1.1 101 ")
          .contains("\r\nSec-WebSocket-Protocol: echo\r\n");
      bench.route.awaitPeer();
    }
    assertThat(bench.acceptor.handlers()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"/clasp, echo", "/echo/x, echo", "/echo, foo", "/echo, ECHO", "/, 'clasp, echo'"})
  void everyOtherClientIsServedAsIfThereWereNoRoute(String path, String offered) throws Exception {
    try (RawSocket peer = bench.connect()) {
      assertThat(peer.send(RouteBench.request(path, offered)).head())
          .startsWith("HTTP/1.1 101 ")
          .doesNotContain("echo");
      peer.send(Bytes.masked(BINARY, (byte) 7));
      assertThat(bench.acceptor.handlers().get(0).awaitFrames(1)).containsExactly(new byte[] {7});
    }
    assertThat(bench.route.peers).isEmpty();
  }

  @Test
  void theRouteReadsOneStreamOfBytesHoweverItWasFramed() throws Exception {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    sent.writeBytes(masked("ab"));
    sent.writeBytes(Bytes.masked(0x02, ascii("cd")));
    sent.writeBytes(Bytes.masked(0x89, ascii("ping")));
    sent.writeBytes(Bytes.masked(0x00));
    sent.writeBytes(Bytes.masked(0x80, ascii("ef")));
    sent.writeBytes(Bytes.masked(BINARY, Bytes.filled(EchoRoute.LARGEST, 3)));
    byte[] all = sent.toByteArray();
    try (RawSocket peer = bench.join()) {
      for (int at = 0; at < all.length; at += at < 40 ? 1 : 30_000) {
        peer.send(
            Arrays.copyOfRange(all, at, Math.min(all.length, at < 40 ? at + 1 : at + 30_000)));
      }
      peer.send(close(1000)).readAll();
      assertThat(bench.route.awaitPeer().read())
          .isEqualTo(Bytes.join(ascii("abcdef"), Bytes.filled(EchoRoute.LARGEST, 3)));
    }
  }

  @Test
  void aRouteMayReadWholeMessagesHoweverTheyWereFragmented() throws Exception {
    bench.route.wholeMessages = true;
    try (RawSocket peer = bench.join()) {
      peer.send(Bytes.masked(0x02, ascii("ab")));
      peer.send(Bytes.masked(0x89, ascii("ping"))).read(6);
      peer.send(Bytes.masked(0x00)).send(Bytes.masked(0x80, ascii("cd")));
      byte[] expected = Bytes.plain(BINARY, ascii("abcd"));
      assertThat(peer.read(expected.length)).isEqualTo(expected);
      peer.send(Bytes.masked(0x02, Bytes.filled(EchoRoute.LARGEST, 3)));
      byte[] sent = peer.send(Bytes.masked(0x80, ascii("x"))).readAll();
      assertThat(lastCode(sent)).isEqualTo(1009);
    }
  }

  @Test
  void aRouteMayReadTextAsWell() throws Exception {
    bench.route.wholeMessages = true;
    bench.route.textMessages = true;
    try (RawSocket peer = bench.join()) {
      peer.send(Bytes.masked(0x01, "\u00e4".getBytes(UTF_8)[0]));
      peer.send(Bytes.masked(0x80, "\u00e4".getBytes(UTF_8)[1]));
      peer.send(Bytes.masked(BINARY, (byte) 0xFF)).send(Bytes.masked(0x81, ascii("b")));
      byte[] expected =
          Bytes.join(
              Bytes.plain(BINARY, "\u00e4".getBytes(UTF_8)),
              Bytes.plain(BINARY, (byte) 0xFF),
              Bytes.plain(BINARY, ascii("b")));
      assertThat(peer.read(expected.length)).isEqualTo(expected);
      byte[] sent = peer.send(Bytes.masked(0x81, (byte) 0xFF)).readAll();
      assertThat(lastCode(sent)).isEqualTo(1002);
    }
  }

  @Test
  void aRouteMayBeForThoseWhoOfferNoSubprotocol() throws Exception {
    bench.route.subprotocol = "";
    try (RawSocket peer = bench.connect();
        RawSocket other = bench.connect()) {
      assertThat(peer.send(RawSocket.request("/echo")).head())
          .startsWith("HTTP/1.1 101 ")
          .doesNotContainIgnoringCase("sec-websocket-protocol");
      assertThat(bench.route.awaitPeer()).isNotNull();
      assertThat(other.send(RouteBench.request("/echo", "clasp")).head()).contains(": clasp\r\n");
      assertThat(bench.route.peers).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 125, 126, 65_535, 65_536})
  void eachBufferThatTheRouteWritesIsOneBinaryFrame(int size) throws Exception {
    byte[] payload = Bytes.filled(size, 5);
    try (RawSocket peer = bench.join()) {
      peer.send(Bytes.masked(BINARY, payload));
      byte[] expected = Bytes.plain(BINARY, payload);
      assertThat(peer.read(expected.length)).isEqualTo(expected);
    }
  }

  @Test
  void aPingIsAnsweredAndACloseIsReturned() throws Exception {
    try (RawSocket peer = bench.join()) {
      peer.send(Bytes.masked(0x89, ascii("x")));
      assertThat(peer.read(3)).isEqualTo(Bytes.plain(0x8A, ascii("x")));
      assertThat(peer.send(close(3001)).readAll())
          .isEqualTo(Bytes.plain(0x88, (byte) (3001 >> 8), (byte) 3001));
      assertThat(bench.route.awaitPeer().channel.closeFuture().await(20_000)).isTrue();
    }
  }

  @Test
  void theClientIsPinged() throws Exception {
    try (RouteBench pinging = new RouteBench(new Config("127.0.0.1", 0, 1));
        RawSocket peer = pinging.join()) {
      assertThat(peer.read(2)).isEqualTo(Bytes.plain(0x89));
    }
  }

  @Test
  void whatBreaksTheRulesEndsTheConnectionWithItsCode() throws Exception {
    byte[] unmasked = Bytes.plain(BINARY, ascii("x"));
    byte[] tooLarge = Bytes.masked(BINARY, new byte[EchoRoute.LARGEST + 1]);
    Object[][] violations = {
      {Bytes.masked(0x81, ascii("x")), 1003},
      {unmasked, 1002},
      {Bytes.masked(0x80, ascii("x")), 1002},
      {Bytes.slice(tooLarge, 0, 20), 1009}
    };
    List<RawSocket> peers = new ArrayList<>();
    for (Object[] violation : violations) {
      RawSocket peer = bench.join();
      peers.add(peer);
      peer.send(Bytes.join(masked("ok"), (byte[]) violation[0], masked("late")));
    }
    for (int i = 0; i < violations.length; i++) {
      byte[] sent = peers.get(i).readAll();
      peers.get(i).close();
      assertThat(Bytes.slice(sent, 0, 4)).isEqualTo(Bytes.plain(BINARY, ascii("ok")));
      assertThat(lastCode(sent)).isEqualTo(violations[i][1]);
      assertThat(bench.route.awaitPeer().read()).asString(US_ASCII).isEqualTo("ok");
    }
  }

  @Test
  void aRouteThatClosesSaysGoodbyeBehindWhatItHasWritten() throws Exception {
    try (RawSocket peer = bench.join()) {
      peer.send(Bytes.join(masked("!"), masked("late")));
      byte[] sent = peer.readAll();
      assertThat(Bytes.slice(sent, 0, 3)).isEqualTo(Bytes.plain(BINARY, ascii("!")));
      assertThat(lastCode(sent)).isEqualTo(1000);
      assertThat(bench.route.awaitPeer().read()).asString(US_ASCII).isEqualTo("!");
    }
  }

  @Test
  void aRouteThatFailsHarmsNobodyElse() throws Exception {
    try (RawSocket other = bench.join();
        RawSocket broken = bench.join()) {
      broken.send(masked("?"));
      broken.readAll();
      bench.route.failure = new IllegalStateException("on purpose");
      assertThat(bench.join().readAll())
          .satisfies(sent -> assertThat(lastCode(sent)).isIn(0, 1000));
      assertThat(other.send(masked("x")).read(3)).isEqualTo(Bytes.plain(BINARY, ascii("x")));
    }
  }

  @Test
  void aPageOfAForeignOriginIsRefused() throws Exception {
    try (RouteBench strict = new RouteBench(Config.onPort(0).from("https://good.example"));
        RawSocket peer = strict.connect()) {
      peer.send(
          RawSocket.request(
              "/echo", "Sec-WebSocket-Protocol: echo", "Origin: https://evil.example"));
      assertThat(peer.head()).startsWith("HTTP/1.1 403 ");
      assertThat(strict.route.peers).isEmpty();
    }
  }

  @Test
  void theRouteIsThereOverTlsToo(@TempDir Path directory) throws Exception {
    WssBench secured = new WssBench(directory);
    EchoRoute route = new EchoRoute();
    try {
      secured.open(secured.certificates.server());
      secured.transport.addRoute(route);
      try (RawSocket peer =
          new RawSocket(secured.certificates.socket(secured.uri("wss"), "TLSv1.3"))) {
        assertThat(peer.send(RouteBench.request("/echo", "echo")).head()).contains(": echo\r\n");
        assertThat(peer.send(masked("x")).read(3)).isEqualTo(Bytes.plain(BINARY, ascii("x")));
        secured.transport.removeRoute(route);
        assertThat(lastCode(peer.readAll())).isEqualTo(1001);
      }
    } finally {
      secured.close();
    }
  }
}
