package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Announce;
import to.clasp.protocol.Features;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.Query;
import to.clasp.protocol.Signal;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.testkit.Await;
import to.clasp.testkit.RawClient;
import to.clasp.transport.CloseReason;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.Frame;

/** One client's expensive requests do not keep the others of its loop waiting. */
class FloodTest {
  private static final int QUERIES = 500;

  @Test
  void aFloodOfQueriesInOneBatchTakesTurnsWithOtherClients() throws Exception {
    try (RouterFixture router = RouterFixture.open()) {
      RawClient other = router.client("other");
      announce(other, 20_000);
      Query[] flood = new Query[QUERIES];
      Arrays.fill(flood, new Query("/**/nothing"));
      Counter flooder = new Counter();
      Connection connection =
          router
              .transport
              .connect(router.uri, ConnectOptions.DEFAULT, unused -> flooder)
              .toCompletableFuture()
              .get(20, TimeUnit.SECONDS);

      send(connection, new Hello(1, Features.ALL, "flooder", null));
      Await.until(() -> flooder.frames.get() == 2);
      send(connection, flood);
      other.expectNothing();

      // What was sent to either client arrives in one order, since they share a thread.
      assertThat(flooder.frames.get()).as("most queries are still to come").isLessThan(QUERIES / 2);
      Await.until(() -> flooder.frames.get() == 2 + QUERIES);
    }
  }

  private static void announce(RawClient client, int count) {
    for (int i = 0; i < count; i += 1000) {
      Signal[] signals = new Signal[1000];
      for (int j = 0; j < signals.length; j++) {
        signals[j] = new Signal("/n/" + (i + j), SignalType.PARAM, null, null, null);
      }
      client.send(new Announce("/n", List.of(signals))).expect(Ack.class);
    }
  }

  private static void send(Connection connection, Message... messages) {
    connection
        .executor()
        .execute(
            () -> {
              for (Message message : messages) {
                connection.write(Frame.wrap(FrameCodec.encode(message)));
              }
              connection.flush();
            });
  }

  private static final class Counter implements ConnectionHandler {
    private final AtomicInteger frames = new AtomicInteger();

    @Override
    public void onFrame(byte[] buffer, int offset, int length) {
      frames.incrementAndGet();
    }

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
