package to.clasp.itests.karaf;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import to.clasp.protocol.Features;
import to.clasp.protocol.Get;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Welcome;
import to.clasp.protocol.codec.FrameCodec;

/** A client on the JDK's WebSocket, so that it shares nothing with the transport it tests. */
final class Client implements AutoCloseable, WebSocket.Listener {
  private static final long DEADLINE_SECONDS = 60;

  private final BlockingQueue<Message> received = new LinkedBlockingQueue<>();
  private final ByteArrayOutputStream frame = new ByteArrayOutputStream();
  private final WebSocket socket;
  private final Welcome welcome;
  private volatile boolean closed;

  private Client(URI uri) throws Exception {
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .subprotocols("clasp")
            .buildAsync(uri, this)
            .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    send(new Hello(1, Features.ALL, "karaf", null));
    welcome = await(Welcome.class);
    await(Snapshot.class);
  }

  /** Connects and says HELLO. */
  static Client connect(URI uri) throws Exception {
    return new Client(uri);
  }

  /** As soon as the relay takes it: while features come in, its port may open more than once. */
  static Client connect(Relay relay) throws Exception {
    return Waiting.untilPresent("a session", () -> relay.uri().flatMap(Client::tryConnect));
  }

  private static Optional<Client> tryConnect(URI uri) {
    try {
      return Optional.of(new Client(uri));
    } catch (Exception notYet) {
      return Optional.empty();
    }
  }

  Welcome welcome() {
    return welcome;
  }

  boolean isClosed() {
    return closed;
  }

  void send(Message message) throws Exception {
    socket
        .sendBinary(ByteBuffer.wrap(FrameCodec.encode(message)), true)
        .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  void subscribe(long id, String pattern) throws Exception {
    send(new Subscribe(id, pattern, Features.NONE, SubscribeOptions.NONE));
  }

  /** What the relay has of a param that exists. */
  Snapshot.Entry get(String address) throws Exception {
    send(new Get(address));
    return await(Snapshot.class).entries().get(0);
  }

  /** The next message of a type; others before it are left out. */
  <M extends Message> M await(Class<M> type) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (true) {
      Message message = received.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (message == null) {
        throw new AssertionError("no " + type.getSimpleName() + " within 60 s");
      }
      if (type.isInstance(message)) {
        return type.cast(message);
      }
    }
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] part = new byte[data.remaining()];
    data.get(part);
    frame.writeBytes(part);
    if (last) {
      byte[] bytes = frame.toByteArray();
      frame.reset();
      received.add(FrameCodec.decode(bytes, 0, bytes.length).message());
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed = true;
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed = true;
  }

  @Override
  public void close() {
    socket.abort();
  }
}
