package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import to.clasp.auth.Grant;
import to.clasp.protocol.Features;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Publish;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.router.RouterSession;
import to.clasp.router.SessionInfo;
import to.clasp.testkit.Await;
import to.clasp.testkit.MemoryTransport;
import to.clasp.testkit.RawClient;

/** What one loop gives another arrives, in order, and without bound for neither. */
class CrossLoopTest {
  private static final Subscribe ALL =
      new Subscribe(1, "/**", Features.NONE, SubscribeOptions.NONE);

  @Test
  void whatAClientSentBeforeItWasCutOffInTheSameBatchStillArrives() {
    try (RouterFixture router =
        new RouterFixture(
            Map.of("maxFrameBytes", 1000), RouterFixture.OPEN, new MemoryTransport(2))) {
      RawClient sameLoop = router.client("same loop");
      RawClient otherLoop = router.client("other loop");
      RawClient publisher = router.client("publisher");
      sameLoop.send(ALL).expectNothing();
      otherLoop.send(ALL).expectNothing();
      Publish event = event(7);

      publisher.send(event, Publish.of("/s", SignalType.EVENT, Value.of("x".repeat(2000))));

      assertThat(sameLoop.next()).isEqualTo(event);
      assertThat(otherLoop.next()).isEqualTo(event);
      publisher.awaitClosed();
    }
  }

  @Test
  void aPublisherFarAheadOfAnotherLoopIsHeldUpAndNothingIsLost() {
    ExecutorService slow = Executors.newSingleThreadExecutor();
    try (RouterFixture router = RouterFixture.open()) {
      CountDownLatch gate = new CountDownLatch(1);
      AtomicLong got = new AtomicLong();
      RouterSession listener =
          router.core.open(
              new SessionInfo("slow", "test"),
              Grant.EVERYTHING,
              slow,
              message -> take(message, gate, got));
      listener.send(ALL);
      RawClient publisher = router.client("publisher");
      Await.until(router.core::hasSubscriptions);

      int sent = sendUntilHeldUp(publisher);
      assertThat(sent).as("less than could be sent for ever").isLessThan(2_000_000);

      gate.countDown();
      publisher.drain();
      Await.until(() -> got.get() == sent);
    } finally {
      slow.shutdownNow();
    }
  }

  private static void take(Message message, CountDownLatch gate, AtomicLong got) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    assertThat(message).isEqualTo(event(got.get()));
    got.incrementAndGet();
  }

  private static int sendUntilHeldUp(RawClient publisher) {
    int sent = 0;
    while (sent < 2_000_000 && isWritable(publisher)) {
      Message[] batch = new Message[100];
      for (int i = 0; i < batch.length; i++) {
        batch[i] = event(sent++);
      }
      publisher.send(batch);
      if (sent % 10_000 == 0 && sent < 60_000) {
        publisher.send(Ping.INSTANCE).next();
      }
    }
    return sent;
  }

  private static boolean isWritable(RawClient client) {
    return CompletableFuture.supplyAsync(
            () -> client.connection().isWritable(), client.connection().executor())
        .join();
  }

  private static Publish event(long number) {
    return Publish.of("/e", SignalType.EVENT, Value.of(number));
  }
}
