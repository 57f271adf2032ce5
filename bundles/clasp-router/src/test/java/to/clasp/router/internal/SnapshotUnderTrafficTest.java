package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import to.clasp.auth.Grant;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Features;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Pong;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.router.RouterSession;
import to.clasp.router.SessionInfo;
import to.clasp.testkit.RawClient;

/**
 * Other threads append to the inbox all the time, so that an entry that is not linked yet often
 * hides the end of a snapshot behind it.
 */
class SnapshotUnderTrafficTest {
  private static final int PUBLISHERS = 3;
  private static final int SUBSCRIBES = 5000;

  @Test
  void aClientIsReadAgainAfterEverySnapshot() {
    List<ExecutorService> executors = new ArrayList<>();
    try (RouterFixture router = RouterFixture.with(Map.of())) {
      RawClient busy = router.client("busy");
      busy.send(new Subscribe(1, "/e", Features.NONE, SubscribeOptions.NONE)).expectNothing();
      RawClient client = router.client("client");
      client.send(Set.of("/p", Value.of(1))).expect(Ack.class);
      for (int i = 0; i < PUBLISHERS; i++) {
        executors.add(Executors.newSingleThreadExecutor());
        publishForEver(router, executors.get(i));
      }

      for (int i = 0; i < SUBSCRIBES; i++) {
        client.send(new Subscribe(1, "/p", Features.NONE, SubscribeOptions.NONE));
        assertThat(client.expect(Snapshot.class).entries()).hasSize(1);
        client.send(Ping.INSTANCE).expect(Pong.class);
      }
    } finally {
      executors.forEach(ExecutorService::shutdownNow);
    }
  }

  private static void publishForEver(RouterFixture router, ExecutorService executor) {
    RouterSession session =
        router.core.open(
            new SessionInfo("publisher", "test"), Grant.EVERYTHING, executor, message -> {});
    Message event = Publish.of("/e", SignalType.EVENT, Value.of(1));
    Semaphore window = new Semaphore(500);
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  window.acquire();
                  session.send(event);
                  executor.execute(window::release);
                }
              } catch (InterruptedException | RejectedExecutionException e) {
                // the test is over
              }
            });
    thread.setDaemon(true);
    thread.start();
  }
}
