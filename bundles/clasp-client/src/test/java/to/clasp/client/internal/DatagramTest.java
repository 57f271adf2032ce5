package to.clasp.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import to.clasp.client.ClaspClient;
import to.clasp.protocol.Ack;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Pong;
import to.clasp.protocol.Snapshot;
import to.clasp.router.internal.TestRouter;

/** A connection that loses single messages, as UDP does. What is lost fails; nothing else does. */
class DatagramTest {
  /** Less than the time after which an unanswered PING is repeated. */
  private static final long QUICK_NANOS = Duration.ofMillis(100).toNanos();

  private TestRouter router;
  private FaultyConnector faulty;
  private ClaspClient clasp;

  @BeforeEach
  void connect() {
    router = TestRouter.open();
    faulty = new FaultyConnector(router.transport());
    faulty.unreliable();
    clasp =
        Lab.clients(faulty)
            .builder(router.uri().toString())
            .callDeadline(Duration.ofMillis(400))
            .connect();
  }

  @AfterEach
  void close() {
    assertThat(faulty.connections()).isEqualTo(1);
    clasp.close();
    router.close();
  }

  @Test
  void aLostAckFailsOneSetAndNoLaterOne() {
    faulty.loseIncoming(message -> message instanceof Ack);
    assertThat(Lab.failure(clasp.set("/a", 1))).hasMessageContaining("not answered within");
    faulty.loseIncoming(message -> false);
    assertThat(Lab.get(clasp.set("/a", 2))).isEqualTo(2);
    assertThat(Lab.get(clasp.set("/a", 3))).isEqualTo(3);
  }

  @Test
  void aLostPongDelaysASubscriptionButNotAllLaterOnes() {
    AtomicBoolean once = new AtomicBoolean(true);
    faulty.loseIncoming(message -> message instanceof Pong && once.getAndSet(false));
    assertThat(subscribeNanos()).isGreaterThan(QUICK_NANOS);
    Lab.await("subscriptions are quick again", () -> subscribeNanos() < QUICK_NANOS);
  }

  private long subscribeNanos() {
    long begin = System.nanoTime();
    Lab.get(clasp.on("/a", (address, value) -> {}).ready());
    return System.nanoTime() - begin;
  }

  @Test
  void aLostAnswerFailsOneGetAndNoLaterOne() {
    Lab.get(clasp.set("/a", 1));
    faulty.loseIncoming(
        message ->
            message instanceof Snapshot
                || message instanceof Pong
                || message instanceof ErrorMessage);
    assertThat(Lab.failure(clasp.get("/a"))).hasMessageContaining("not answered within");
    faulty.loseIncoming(message -> false);
    assertThat(Lab.get(clasp.get("/a")).revision()).isEqualTo(1);
  }
}
