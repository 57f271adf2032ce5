package to.clasp.relay;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import to.clasp.protocol.Features;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.codec.FrameCodec;

/** A WebSocket client of the JDK that speaks frames. */
final class TestClient implements WebSocket.Listener {

  private final BlockingQueue<Message> received = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private final WebSocket socket;

  private TestClient(URI uri, HttpClient http) {
    socket =
        http.newWebSocketBuilder()
            .subprotocols("clasp")
            .buildAsync(uri, this)
            .orTimeout(BackgroundRelay.DEADLINE.toSeconds(), TimeUnit.SECONDS)
            .join();
  }

  static TestClient connect(URI uri) {
    return connect(uri, HttpClient.newHttpClient());
  }

  /** With TLS as the HTTP client does it. */
  static TestClient connect(URI uri, HttpClient http) {
    return new TestClient(uri, http);
  }

  /** Connects and says HELLO. */
  static TestClient hello(URI uri) {
    TestClient client = connect(uri);
    client.send(new Hello(1, Features.ALL, "test", null));
    return client;
  }

  /** Sends. That the relay has closed meanwhile is no failure here: it shows in what follows. */
  void send(Message message) {
    socket
        .sendBinary(ByteBuffer.wrap(FrameCodec.encode(message)), true)
        .orTimeout(BackgroundRelay.DEADLINE.toSeconds(), TimeUnit.SECONDS)
        .exceptionally(closed -> socket)
        .join();
  }

  /** The next message of a type; others before it are passed over. */
  <T extends Message> T await(Class<T> type) throws InterruptedException {
    long deadline = System.nanoTime() + BackgroundRelay.DEADLINE.toNanos();
    while (true) {
      Message message = received.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (message == null) {
        throw new AssertionError("no " + type.getSimpleName());
      }
      if (type.isInstance(message)) {
        return type.cast(message);
      }
    }
  }

  /** The code of the close frame. */
  int awaitClose() {
    return closed.orTimeout(BackgroundRelay.DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    partial.writeBytes(bytes);
    if (last) {
      byte[] frame = partial.toByteArray();
      partial.reset();
      received.add(FrameCodec.decode(frame, 0, frame.length).message());
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    closed.completeExceptionally(error);
  }
}
