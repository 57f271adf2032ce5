package to.clasp.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionAcceptor;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.Frame;
import to.clasp.transport.Limits;

class MemoryTransportTest {
  private static final Limits LIMITS =
      new Limits(Limits.LARGEST_FRAME, Duration.ofSeconds(10), Duration.ZERO);

  @Test
  void aKeptBufferIsSpoiledAfterTheCall() throws Exception {
    AtomicReference<byte[]> kept = new AtomicReference<>();
    AtomicReference<Byte> later = new AtomicReference<>();
    CountDownLatch done = new CountDownLatch(1);
    MemoryTransport transport = new MemoryTransport();
    Handler handler =
        new Handler() {
          private int at;

          @Override
          public void onFrame(byte[] buffer, int offset, int length) {
            kept.set(buffer);
            at = offset;
          }

          @Override
          public void onReadComplete() {
            later.set(kept.get()[at]);
            done.countDown();
          }
        };
    transport.start(accept(handler));
    RawClient client = RawClient.connect(transport, transport.uris().iterator().next());
    client.sendBytes(new byte[] {1, 2, 3});
    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(later.get()).isNotEqualTo((byte) 1);
    transport.close();
  }

  @Test
  void aCallFromAForeignThreadFailsTheTest() {
    AtomicReference<Connection> accepted = new AtomicReference<>();
    MemoryTransport transport = new MemoryTransport();
    transport.start(
        new ConnectionAcceptor() {
          @Override
          public Limits limits() {
            return LIMITS;
          }

          @Override
          public ConnectionHandler accept(Connection connection) {
            accepted.set(connection);
            return new Handler();
          }
        });
    RawClient.connect(transport, transport.uris().iterator().next());
    assertThatThrownBy(() -> accepted.get().write(Frame.wrap(new byte[4])))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(transport::close)
        .hasRootCauseMessage("write was called on main, not on its loop");
  }

  private static ConnectionAcceptor accept(ConnectionHandler handler) {
    return new ConnectionAcceptor() {
      @Override
      public Limits limits() {
        return LIMITS;
      }

      @Override
      public ConnectionHandler accept(Connection connection) {
        return handler;
      }
    };
  }

  private static class Handler implements ConnectionHandler {
    @Override
    public void onFrame(byte[] buffer, int offset, int length) {}

    @Override
    public void onReadComplete() {}

    @Override
    public void onWritable() {}

    @Override
    public void onClosing(CloseReason why) {}

    @Override
    public void onClosed(Throwable cause) {}
  }
}
