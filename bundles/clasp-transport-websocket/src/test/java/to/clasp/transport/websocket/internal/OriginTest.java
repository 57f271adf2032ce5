package to.clasp.transport.websocket.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.testkit.LogLines;
import to.clasp.testkit.RecordingAcceptor;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.TlsContexts;

/** Which web pages may connect. */
class OriginTest {
  private final RecordingAcceptor acceptor = new RecordingAcceptor();
  private final EventLoops.Owned loops = EventLoops.create(1);
  private final TlsContexts.Owned contexts = TlsContexts.create();
  private WebSocketTransport transport;

  @AfterEach
  void stop() {
    if (transport != null) {
      transport.close();
    }
    contexts.close();
    loops.close();
  }

  private void open(String host, String... origins) throws IOException {
    transport = new WebSocketTransport(config(host, origins), acceptor, loops, contexts);
  }

  private static WebSocketTransportConfig config(String host, String... origins) {
    return new Config(host, 0, 25).from(origins).asAnnotation();
  }

  private String answerTo(String... headers) throws IOException {
    URI uri = transport.uris().iterator().next();
    try (RawSocket peer = new RawSocket(uri)) {
      return peer.send(RawSocket.request("/clasp", headers)).head();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example, 101",
    "HTTPS://A.example, 101",
    "http://localhost:8080, 101",
    "null, 101",
    "http://a.example, 403",
    "https://a.example:8443, 403",
    "https://a.example.evil, 403",
    "https://b.example, 403",
    "'', 403"
  })
  void onlyPagesOfAllowedOriginsMayConnect(String origin, int status) throws IOException {
    open("127.0.0.1", "https://a.example, http://localhost:8080", "null");
    assertThat(answerTo("Origin: " + origin)).startsWith("HTTP/1.1 " + status + " ");
    assertThat(acceptor.handlers()).hasSize(status == 101 ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example:443, https://a.example, 101",
    "http://a.example:80, http://a.example, 101",
    "https://a.example, https://a.example:443, 101",
    "http://a.example:443, http://a.example, 403",
    "https://a.example:80, https://a.example, 403",
    "https://a.example:4430, https://a.example, 403",
    "http://[::1]:8080, http://[::1]:8080, 101",
    "http://[::1]:80, http://[::1], 101",
    "http://[::80], http://[:, 403"
  })
  void aDefaultPortMayBeLeftOut(String allowed, String origin, int status) throws IOException {
    open("127.0.0.1", allowed);
    assertThat(answerTo("Origin: " + origin)).startsWith("HTTP/1.1 " + status + " ");
  }

  @Test
  void clientsThatAreNoBrowsersSayNoOriginAndMayConnect() throws IOException {
    open("127.0.0.1", "https://a.example");
    assertThat(answerTo()).startsWith("HTTP/1.1 101 ");
  }

  @Test
  void byDefaultEveryPageMayConnect() throws IOException {
    open("127.0.0.1", "*");
    assertThat(answerTo("Origin: https://any.example")).startsWith("HTTP/1.1 101 ");
  }

  @Test
  void aChangeHoldsForTheNextConnectionAndCutsNobody() throws IOException {
    open("127.0.0.1", "*");
    try (RawSocket peer = new RawSocket(transport.uris().iterator().next())) {
      peer.send(RawSocket.request("/", "Origin: https://b.example")).head();
      transport.modified(config("127.0.0.1", "https://a.example"));
      assertThat(answerTo("Origin: https://b.example")).startsWith("HTTP/1.1 403 ");
      peer.send(Bytes.masked(0x82, (byte) 1));
      acceptor.handlers().get(0).awaitFrames(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.example",
        "https://a.example/",
        "https://a.example/path",
        "https://",
        "https://*.a.example",
        "https://a.example https://b.example"
      })
  void whatIsNoOriginIsNamedWithItsKey(String origin) {
    assertThatThrownBy(() -> open("127.0.0.1", origin))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("to.clasp.transport.websocket: allowedOrigins = '" + origin + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, *, 0",
    "127.0.0.1, https://a.example, 0",
    "0.0.0.0, https://a.example, 0",
    "0.0.0.0, *, 1"
  })
  void openToAnyPageBeyondLoopbackIsOneWarning(String host, String origin, int warnings)
      throws IOException {
    List<String> lines;
    try (LogLines said = LogLines.of(WebSocketTransport.class.getName(), Level.WARNING)) {
      open(host, origin);
      lines = said.texts();
    }
    assertThat(lines).hasSize(warnings).allMatch(line -> line.contains("allowedOrigins"));
  }

  @Test
  void theAnswerToAForeignPageSaysWhy() throws IOException {
    open("127.0.0.1", "https://a.example");
    try (RawSocket peer = new RawSocket(transport.uris().iterator().next())) {
      String answer =
          new String(
              peer.send(RawSocket.request("/", "Origin: https://b.example")).readAll(), US_ASCII);
      assertThat(answer).endsWith("pages of this origin are not allowed here\n");
    }
  }
}
