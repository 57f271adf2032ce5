package to.clasp.transport.websocket.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.testkit.RecordingAcceptor;
import to.clasp.transport.Limits;
import to.clasp.transport.netty.EventLoops;

class HandshakeTest {
  private final RecordingAcceptor acceptor = new RecordingAcceptor();
  private final WebSocketFixture fixture = new WebSocketFixture(EventLoops.create(1));
  private URI uri;

  @BeforeEach
  void start() throws IOException {
    uri = fixture.start(acceptor, 0).iterator().next();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/clasp", "/x/y?z=1", "/a%20b"})
  void anyPathIsAccepted(String path) throws IOException {
    try (RawSocket peer = new RawSocket(uri)) {
      assertThat(peer.send(RawSocket.request(path)).head())
          .startsWith("HTTP/1.1 101 ")
          .containsIgnoringCase("sec-websocket-accept: " + RawSocket.ACCEPT + "\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource({"clasp, true", "'foo, clasp', true", "'foo,clasp,bar', true", "foo, false"})
  void theSubprotocolIsEchoedWhenItIsAmongTheOffered(String offered, boolean echoed)
      throws IOException {
    try (RawSocket peer = new RawSocket(uri)) {
      String head =
          peer.send(RawSocket.request("/clasp", "Sec-WebSocket-Protocol: " + offered)).head();
      assertThat(head).startsWith("HTTP/1.1 101 ");
      assertThat(head.toLowerCase().contains("sec-websocket-protocol: clasp\r\n"))
          .isEqualTo(echoed);
    }
  }

  @Test
  void withoutAnOfferThereIsNoSubprotocol() throws IOException {
    try (RawSocket peer = new RawSocket(uri)) {
      assertThat(peer.send(RawSocket.request("/")).head())
          .startsWith("HTTP/1.1 101 ")
          .doesNotContainIgnoringCase("sec-websocket-protocol")
          .doesNotContainIgnoringCase("sec-websocket-extensions");
    }
  }

  @Test
  void noExtensionIsAccepted() throws IOException {
    try (RawSocket peer = new RawSocket(uri)) {
      String offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";
      assertThat(peer.send(RawSocket.request("/", offer)).head())
          .startsWith("HTTP/1.1 101 ")
          .doesNotContainIgnoringCase("sec-websocket-extensions");
    }
  }

  @Test
  void framesRightBehindTheRequestAreNotLost() throws IOException {
    try (RawSocket peer = new RawSocket(uri)) {
      peer.send(
          Bytes.join(
              RawSocket.request("/").getBytes(US_ASCII),
              Bytes.masked(0x82, (byte) 1, (byte) 2),
              Bytes.slice(Bytes.masked(0x82, (byte) 3, (byte) 4), 0, 5)));
      peer.head();
      peer.send(Bytes.slice(Bytes.masked(0x82, (byte) 3, (byte) 4), 5, 8));
      assertThat(acceptor.handlers().get(0).awaitFrames(2))
          .containsExactly(new byte[] {1, 2}, new byte[] {3, 4});
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'GET / HTTP/1.1|Host: x', 426",
    "'POST /api HTTP/1.1|Host: x', 426",
    "'GET / HTTP/1.1|Upgrade: h2c|Connection: Upgrade', 426",
    "'GET / HTTP/1.1|Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Version: 8', 426",
    "'GET / HTTP/1.1|Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Version: 13', 400",
    "'GET / HTTP/1.1|Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Version: 13"
        + "|Sec-WebSocket-Key: short', 400",
    "'GET / HTTP/1.1|Upgrade: websocket|Sec-WebSocket-Version: 13"
        + "|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 400",
    "'GET / HTTP/1.0|Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Version: 13"
        + "|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 400",
    "'\u0001\u0002\u0003', 400",
  })
  void aRequestThatIsNoHandshakeGetsAnAnswerAndIsClosed(String request, int status)
      throws IOException {
    try (RawSocket peer = new RawSocket(uri)) {
      peer.send(request.replace("|", "\r\n") + "\r\n\r\n");
      String answer = new String(peer.readAll(), US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
      assertThat(answer.toLowerCase().contains("\r\nupgrade: websocket")).isEqualTo(status == 426);
    }
    assertThat(acceptor.handlers()).isEmpty();
  }

  @Test
  void aBodyIsRefused() throws IOException {
    try (RawSocket peer = new RawSocket(uri)) {
      String request = RawSocket.request("/", "Content-Length: 5") + "hello";
      assertThat(new String(peer.send(request).readAll(), US_ASCII)).startsWith("HTTP/1.1 400 ");
    }
    assertThat(acceptor.handlers()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'GET / HTTP/1.1\r\n', 'X: ', 431", "'', 'GET /', 414"})
  void aFloodOfHeadersIsCutOff(String begin, String repeated, int status) throws IOException {
    try (RawSocket peer = new RawSocket(uri)) {
      peer.send(begin);
      String line = repeated + "a".repeat(1000) + (begin.isEmpty() ? "" : "\r\n");
      String answer = "";
      try {
        for (int i = 0; i < 10_000; i++) {
          peer.send(line);
        }
        answer = peer.head();
      } catch (SocketException closed) {
        // the server does not listen for long to a peer that it has refused
      }
      assertThat(answer).matches("(?s)|HTTP/1.1 " + status + " .*");
    }
    assertThat(acceptor.handlers()).isEmpty();
  }

  @Test
  void silentPeersAndHalfHandshakesDelayNobodyAndAreCutOffInTime() throws IOException {
    acceptor.limit(
        new Limits(Limits.LARGEST_FRAME, Duration.ofMillis(1500), Duration.ofSeconds(300)));
    List<RawSocket> stalled = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      stalled.add(new RawSocket(uri));
      stalled.add(new RawSocket(uri).send("GET / HTTP/1.1\r\nUpgrade: webso"));
    }
    try (RawSocket good = new RawSocket(uri)) {
      assertThat(good.send(RawSocket.request("/")).head()).startsWith("HTTP/1.1 101 ");
      for (RawSocket peer : stalled) {
        assertThat(peer.readAll()).isEmpty();
        peer.close();
      }
      good.send(Bytes.masked(0x82, (byte) 1));
      acceptor.handlers().get(0).awaitFrames(1);
    }
    assertThat(acceptor.handlers()).hasSize(1);
  }
}
