package to.clasp.transport.websocket.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.testkit.RecordingAcceptor;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionAcceptor;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.Frame;
import to.clasp.transport.Limits;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.TlsContexts;

/** What a port that closes does for those who are connected. */
class GoingAwayTest {
  private static final int FRAMES = 200;
  private static final int FRAME = 60_000;

  private final RecordingAcceptor acceptor = new RecordingAcceptor();
  private final EventLoops.Owned loops = EventLoops.create(1);
  private final TlsContexts.Owned contexts = TlsContexts.create();
  private WebSocketTransport transport;

  @AfterEach
  void stop() {
    transport.close();
    contexts.close();
    loops.close();
  }

  /** A client with a small window, so that what is written waits on our side. */
  private Socket client(Duration drain) throws Exception {
    acceptor.limit(new Limits(Limits.LARGEST_FRAME, Duration.ofSeconds(10), Duration.ZERO, drain));
    transport = new WebSocketTransport(Config.onPort(0).asAnnotation(), acceptor, loops, contexts);
    URI uri = transport.uris().iterator().next();
    Socket socket = new Socket();
    socket.setReceiveBufferSize(16 * 1024);
    socket.setSoTimeout(20_000);
    socket.connect(new InetSocketAddress("127.0.0.1", uri.getPort()));
    socket.getOutputStream().write(RawSocket.request("/").getBytes(US_ASCII));
    readHead(socket.getInputStream());
    acceptor.handlers().get(0).run(GoingAwayTest::writeAll);
    return socket;
  }

  private static void writeAll(Connection to) {
    for (int i = 0; i < FRAMES; i++) {
      to.write(Frame.wrap(new byte[FRAME]));
    }
    to.flush();
  }

  private static void readHead(InputStream in) throws IOException {
    int last = 0;
    while (last != 0x0D0A0D0A) {
      last = last << 8 | in.read();
    }
  }

  @Test
  void aSlowReaderGetsAllThatWasOnItsWayAndTheReason() throws Exception {
    try (Socket slow = client(Duration.ofSeconds(40))) {
      CompletableFuture<Void> closing = CompletableFuture.runAsync(transport::close);
      long bytes = 0;
      byte[] part = new byte[256 * 1024];
      int size;
      while ((size = slow.getInputStream().read(part)) >= 0) {
        bytes += size;
        if (bytes < (long) FRAMES * FRAME / 2) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(4));
        }
      }
      assertThat(bytes).isGreaterThan((long) FRAMES * FRAME);
      closing.get(40, TimeUnit.SECONDS);
    }
  }

  @Test
  void whoComesWhileTheServiceEndsIsRefusedBeforeTheUpgrade() throws Exception {
    ConnectionAcceptor ending =
        new ConnectionAcceptor() {
          @Override
          public Limits limits() {
            return acceptor.limits();
          }

          @Override
          public boolean isAccepting() {
            return false;
          }

          @Override
          public ConnectionHandler accept(Connection connection) {
            return acceptor.accept(connection);
          }
        };
    transport = new WebSocketTransport(Config.onPort(0).asAnnotation(), ending, loops, contexts);
    try (RawSocket peer = new RawSocket(transport.uris().iterator().next())) {
      assertThat(peer.send(RawSocket.request("/")).head()).startsWith("HTTP/1.1 503 ");
    }
    assertThat(acceptor.handlers()).isEmpty();
  }

  @Test
  void aClientThatDoesNotReadHoldsTheEndUpNoLongerThanTheTimeout() throws Exception {
    try (Socket stuck = client(Duration.ofSeconds(1))) {
      long before = System.nanoTime();
      transport.close();
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isBetween(Duration.ofMillis(900), Duration.ofSeconds(15));
      acceptor.handlers().get(0).awaitClosed();
      assertThat(stuck.isConnected()).isTrue();
    }
  }
}
