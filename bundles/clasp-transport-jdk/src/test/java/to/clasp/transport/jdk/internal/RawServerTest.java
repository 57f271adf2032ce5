package to.clasp.transport.jdk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import to.clasp.testkit.RecordingHandler;
import to.clasp.transport.CloseReason;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connection;

/** Against servers that do what ours would not. */
class RawServerTest {
  private static final ConnectOptions SMALL = new ConnectOptions(Duration.ofSeconds(10), 100);

  private final JdkConnector connector = new JdkConnector(new SharedEngine(Duration.ZERO));
  private RawServer server;

  @BeforeEach
  void listen() throws Exception {
    server = new RawServer();
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    connector.close();
  }

  private CompletableFuture<Connection> begin(ConnectOptions how, RecordingHandler[] made) {
    return connector
        .connect(
            server.uri(),
            how,
            connection -> {
              made[0] = new RecordingHandler(connection);
              return made[0];
            })
        .toCompletableFuture();
  }

  private RecordingHandler connect() throws Exception {
    RecordingHandler[] made = new RecordingHandler[1];
    CompletableFuture<Connection> connecting = begin(SMALL, made);
    server.upgrade();
    connecting.get(20, TimeUnit.SECONDS);
    return made[0];
  }

  private void assertRefused(CompletableFuture<Connection> connecting, String why) {
    assertThatThrownBy(() -> connecting.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining(server.uri() + ": " + why);
  }

  @Test
  void theRequestOffersTheSubProtocol() throws Exception {
    begin(SMALL, new RecordingHandler[1]);
    assertThat(server.accept()).containsIgnoringCase("\r\nSec-WebSocket-Protocol: clasp\r\n");
  }

  @Test
  void fragmentsBecomeOneFrameAlsoWithAPingInBetween() throws Exception {
    RecordingHandler client = connect();
    server.frame(RawServer.BINARY, (byte) 1, (byte) 2);
    server.frame(0, (byte) 3);
    server.frame(RawServer.LAST | RawServer.PING, (byte) 9);
    server.frame(0);
    server.frame(RawServer.LAST, (byte) 4);
    server.frame(RawServer.LAST | RawServer.BINARY, (byte) 5);
    assertThat(client.awaitFrames(2)).containsExactly(new byte[] {1, 2, 3, 4}, new byte[] {5});
    RawServer.Received pong = server.read();
    assertThat(pong.opcode()).isEqualTo(RawServer.PONG);
    assertThat(pong.payload()).containsExactly(9);
  }

  @Test
  void aFrameWrittenByteByByteArrivesWhole() throws Exception {
    RecordingHandler client = connect();
    for (int each : new int[] {RawServer.LAST | RawServer.BINARY, 3, 7, 8, 9}) {
      server.write(new byte[] {(byte) each});
    }
    assertThat(client.awaitFrames(1)).containsExactly(new byte[] {7, 8, 9});
  }

  /** The platform may have lost the end of the stream while nothing was asked for. */
  @Test
  void aConnectionThatIsReadAgainIsProbedSoon() throws Exception {
    RecordingHandler client = connect();
    client.run(connection -> connection.setReading(false));
    client.run(connection -> connection.setReading(true));
    assertThat(server.read().opcode()).isEqualTo(RawServer.PING);
    assertThat(server.read().opcode()).isEqualTo(RawServer.PING);
  }

  @Test
  void fragmentsCountTogetherAgainstTheLimit() throws Exception {
    RecordingHandler client = connect();
    server.frame(RawServer.BINARY, new byte[60]);
    server.frame(0, new byte[40]);
    server.frame(0, new byte[1]);
    RawServer.Received close = server.read();
    assertThat(close.opcode()).isEqualTo(RawServer.CLOSE);
    assertThat(new String(close.payload(), 2, close.payload().length - 2))
        .isEqualTo("message too large");
    server.frame(RawServer.LAST | RawServer.CLOSE, close.payload()[0], close.payload()[1]);
    assertThat(client.awaitClosed()).hasMessage("a message of more than 100 bytes");
    assertThat(client.events()).containsExactly("closing TOO_LARGE", "closed");
  }

  @Test
  void textIsNotAccepted() throws Exception {
    RecordingHandler client = connect();
    server.frame(RawServer.LAST | RawServer.TEXT, (byte) 'x');
    assertThat(server.read().opcode()).isEqualTo(RawServer.CLOSE);
    server.cut();
    assertThat(client.awaitClosed()).hasMessageContaining("text frame");
    assertThat(client.events()).containsExactly("closing UNSUPPORTED_DATA", "closed");
  }

  @Test
  void anEndWithoutACloseFrameIsAFailure() throws Exception {
    RecordingHandler client = connect();
    server.frame(RawServer.LAST | RawServer.BINARY, (byte) 1);
    server.cut();
    assertThat(client.awaitClosed()).isNotNull();
    // The platform may prefer the end to a message right before it.
    assertThat(client.frames()).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void aBrokenFrameEndsTheConnectionWithAFailure() throws Exception {
    RecordingHandler client = connect();
    server.write(new byte[] {(byte) 0xF2, 1, 0});
    assertThat(client.awaitClosed()).isNotNull();
    assertThat(client.events()).containsExactly("closed");
  }

  @Test
  void aServerThatNeverAnswersTheCloseHoldsItUpForASecondOnly() throws Exception {
    RecordingHandler client = connect();
    long begin = System.nanoTime();
    client.run(to -> to.close(CloseReason.NORMAL));
    assertThat(client.awaitClosed()).isNull();
    assertThat(System.nanoTime() - begin).isBetween(500_000_000L, 20_000_000_000L);
  }

  @Test
  void aCloseWithoutACodeIsNormal() throws Exception {
    RecordingHandler client = connect();
    server.frame(RawServer.LAST | RawServer.CLOSE);
    assertThat(client.awaitClosed()).isNull();
  }

  @Test
  void aRefusalNamesTheStatus() throws Exception {
    CompletableFuture<Connection> connecting = begin(SMALL, new RecordingHandler[1]);
    server.accept();
    server.answer("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
    assertRefused(connecting, "refused with HTTP 503");
  }

  @Test
  void anAnswerThatIsNotOfAWebSocketServerIsNamed() throws Exception {
    CompletableFuture<Connection> connecting = begin(SMALL, new RecordingHandler[1]);
    server.accept();
    server.answer(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
    assertRefused(connecting, "the answer is not that of a WebSocket server");
  }

  @Test
  void aServerThatSaysNothingIsGivenUpInTime() throws Exception {
    ConnectOptions hasty = new ConnectOptions(Duration.ofMillis(300), 100);
    assertRefused(begin(hasty, new RecordingHandler[1]), "no connection in time");
  }

  /** After the deadline nobody wants the connection, so the server must not keep it. */
  @Test
  void aHandshakeThatIsGivenUpIsCut() throws Exception {
    ConnectOptions hasty = new ConnectOptions(Duration.ofSeconds(2), 100);
    RecordingHandler[] made = new RecordingHandler[1];
    CompletableFuture<Connection> connecting = begin(hasty, made);
    assertRefused(connecting, "no connection in time");
    assertThatThrownBy(
            () -> {
              server.accept();
              server.read();
            })
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(SocketTimeoutException.class);
    assertThat(made[0]).isNull();
  }
}
