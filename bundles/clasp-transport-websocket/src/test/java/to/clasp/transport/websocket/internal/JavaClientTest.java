package to.clasp.transport.websocket.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import to.clasp.testkit.RecordingAcceptor;
import to.clasp.testkit.RecordingHandler;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Connection;
import to.clasp.transport.Frame;
import to.clasp.transport.Limits;
import to.clasp.transport.netty.EventLoops;

/** The JDK's WebSocket client, written by others, against our server. */
class JavaClientTest {
  private final RecordingAcceptor acceptor = new RecordingAcceptor();
  private final WebSocketFixture fixture = new WebSocketFixture(EventLoops.create(1));
  private final HttpClient http = HttpClient.newHttpClient();
  private final Heard heard = new Heard();
  private URI uri;

  @BeforeEach
  void start() throws IOException {
    uri = fixture.start(acceptor, 0).iterator().next();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void framesGoBothWaysInEverySize() throws Exception {
    acceptor.handleWith(Echo::new);
    WebSocket socket = connect();
    for (int size : new int[] {1, 125, 126, 65_535, 65_536, Limits.LARGEST_FRAME}) {
      byte[] sent = Bytes.filled(size, size);
      socket.sendBinary(ByteBuffer.wrap(sent), true).join();
      assertThat(heard.message()).isEqualTo(sent);
    }
  }

  @Test
  void aMessageInFragmentsIsOneFrame() throws Exception {
    WebSocket socket = connect();
    socket.sendBinary(ByteBuffer.wrap(Bytes.filled(300, 1)), false).join();
    socket.sendPing(ByteBuffer.allocate(3)).join();
    socket.sendBinary(ByteBuffer.wrap(Bytes.filled(200, 2)), true).join();
    assertThat(acceptor.handlers().get(0).awaitFrames(1))
        .containsExactly(Bytes.join(Bytes.filled(300, 1), Bytes.filled(200, 2)));
    assertThat(heard.take()).isEqualTo("pong 3");
  }

  @Test
  void aTextGetsTheErrorOfTheHandlerAndThenTheClose() throws Exception {
    acceptor.handleWith(
        connection ->
            new RecordingHandler(connection) {
              @Override
              public void onClosing(CloseReason why) {
                super.onClosing(why);
                connection().write(Frame.wrap(new byte[] {101}));
              }
            });
    connect().sendText("hello", true).join();
    assertThat(heard.message()).containsExactly(101);
    assertThat(heard.take()).isEqualTo("close 1003 unsupported data");
    acceptor.handlers().get(0).awaitClosed();
    assertThat(acceptor.handlers().get(0).events())
        .containsExactly("closing UNSUPPORTED_DATA", "closed");
  }

  @Test
  void everyReasonHasItsCode() throws Exception {
    for (CloseReason why : CloseReason.values()) {
      connect();
      acceptor.handlers().get(why.ordinal()).run(connection -> connection.close(why));
      int code =
          switch (why) {
            case NORMAL -> 1000;
            case GOING_AWAY, IDLE -> 1001;
            case PROTOCOL_ERROR -> 1002;
            case UNSUPPORTED_DATA -> 1003;
            case POLICY -> 1008;
            case TOO_LARGE -> 1009;
            case INTERNAL_ERROR -> 1011;
            case OVERLOADED -> 1013;
          };
      assertThat(heard.take()).isEqualTo("close " + code + " " + why.text());
    }
  }

  @Test
  void aMessageOverTheLimitIsClosedWith1009() throws Exception {
    WebSocket socket = connect();
    socket.sendBinary(ByteBuffer.allocate(Limits.LARGEST_FRAME + 1), true);
    assertThat(heard.take()).isEqualTo("close 1009 message too large");
  }

  @Test
  void theCloseOfTheClientIsAnsweredAndReported() throws Exception {
    WebSocket socket = connect();
    socket.sendClose(4000, "enough").join();
    assertThat(acceptor.handlers().get(0).awaitClosed())
        .hasMessage("closed by the peer: 4000 enough");
    assertThat(heard.take()).isEqualTo("close 4000 ");
  }

  @Test
  void aClientThatOffersOnlyAnotherSubprotocolGetsNone() throws Exception {
    WebSocket socket =
        http.newWebSocketBuilder()
            .subprotocols("mqtt")
            .buildAsync(uri, heard)
            .get(20, TimeUnit.SECONDS);
    assertThat(socket.getSubprotocol()).isEmpty();
  }

  private WebSocket connect() throws Exception {
    CompletableFuture<WebSocket> connected =
        http.newWebSocketBuilder().subprotocols("clasp").buildAsync(uri, heard);
    WebSocket socket = connected.get(20, TimeUnit.SECONDS);
    assertThat(socket.getSubprotocol()).isEqualTo("clasp");
    return socket;
  }

  private static final class Echo extends RecordingHandler {
    Echo(Connection connection) {
      super(connection);
    }

    @Override
    public void onFrame(byte[] buffer, int offset, int length) {
      super.onFrame(buffer, offset, length);
      connection().write(Frame.wrap(Bytes.slice(buffer, offset, offset + length)));
      connection().flush();
    }
  }

  private static final class Heard implements WebSocket.Listener {
    private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();
    private byte[] begun = {};

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      byte[] part = new byte[data.remaining()];
      data.get(part);
      begun = Bytes.join(begun, part);
      if (last) {
        events.add(begun);
        begun = new byte[0];
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket socket, ByteBuffer data) {
      events.add("pong " + data.remaining());
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      events.add("close " + code + " " + reason);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      events.add("error " + error);
    }

    Object take() throws InterruptedException {
      return events.poll(20, TimeUnit.SECONDS);
    }

    byte[] message() throws InterruptedException {
      Object event = take();
      assertThat(event).isInstanceOf(byte[].class);
      return (byte[]) event;
    }
  }
}
