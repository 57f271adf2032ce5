package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.Publish;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Sync;
import to.clasp.protocol.Value;
import to.clasp.testkit.Await;
import to.clasp.testkit.MemoryTransport;
import to.clasp.testkit.RawClient;

/** Protocol 8.6. */
class SyncTest {

  @Test
  void theAnswerHasTheAskersTimeAndTheRoutersInOrder() {
    try (RouterFixture router = RouterFixture.open()) {
      RawClient client = router.client("client");
      long before = System.currentTimeMillis() * 1000;

      Sync answer = client.send(new Sync(-5L, null, null)).expect(Sync.class);

      assertThat(answer.t1()).isEqualTo(-5L);
      assertThat(answer.t2()).isGreaterThanOrEqualTo(before);
      assertThat(answer.t3()).isGreaterThanOrEqualTo(answer.t2());
    }
  }

  @Test
  void anAnswerThatHadToWaitIsStampedWhenItIsWritten() {
    try (RouterFixture router =
        new RouterFixture(Map.of(), RouterFixture.OPEN, new MemoryTransport(1, 2000))) {
      RawClient slow = router.connect();
      String id = slow.hello("slow").session();
      RawClient other = router.client("other");
      slow.pauseReading();
      for (int i = 0; i < 100; i++) {
        other.send(
            Publish.of("/clasp/p2p/signal/" + id, SignalType.EVENT, Value.of("x".repeat(100))));
      }
      other.drain();
      slow.send(new Sync(1, null, null));
      other.drain();
      long resumed = System.currentTimeMillis() * 1000 + 5000;
      Await.until(() -> System.currentTimeMillis() * 1000 > resumed);

      slow.resumeReading();

      Sync answer = null;
      while (answer == null) {
        answer = slow.next() instanceof Sync sync ? sync : null;
      }
      assertThat(answer.t2()).isLessThanOrEqualTo(resumed);
      assertThat(answer.t3()).isGreaterThanOrEqualTo(resumed);
    }
  }
}
