package to.clasp.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
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
  private static final Duration DEADLINE = Duration.ofSeconds(2);

  /** Less than the time after which an unanswered PING is repeated. */
  private static final long REPEATED_NANOS = DEADLINE.toNanos() / 3;

  private TestRouter router;
  private FaultyConnector faulty;
  private ClaspClient clasp;

  @BeforeEach
  void connect() {
    router = TestRouter.open();
    faulty = new FaultyConnector(router.transport());
    faulty.unreliable();
    clasp = Lab.clients(faulty).builder(router.uri().toString()).callDeadline(DEADLINE).connect();
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
  void aLostPongDelaysOneSubscriptionAndNoLaterOne() {
    AtomicBoolean once = new AtomicBoolean(true);
    faulty.loseIncoming(message -> message instanceof Pong && once.getAndSet(false));
    assertThat(subscribeNanos()).isGreaterThan(REPEATED_NANOS);
    long quickest = LongStream.generate(this::subscribeNanos).limit(5).min().orElseThrow();
    assertThat(quickest).isLessThan(REPEATED_NANOS);
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
