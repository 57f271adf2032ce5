package to.clasp.rendezvous.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import to.clasp.rendezvous.Registration;
import to.clasp.rendezvous.RendezvousOptions;
import to.clasp.rendezvous.internal.client.ScriptedServer.Answer;

/** When a kept device asks, on a clock of the test's own. */
class KeepAliveTest {
  private static final Registration DEVICE = new Registration("Desk", Map.of());
  private static final Answer AWAY = new Answer(503, "");
  private static final Answer DONE = new Answer(200, "");
  private static final Answer FORGOTTEN = new Answer(404, "");

  /** After 40 % of the 300 s, and as late as the jitter allows. */
  private static final long REFRESH = 132_000;

  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final ManualTimer timer = new ManualTimer();

  private static Answer registered(String id) {
    return new Answer(201, "{\"id\":\"" + id + "\",\"timestamp\":1,\"ttl\":300}");
  }

  private static final class ManualTimer extends ScheduledThreadPoolExecutor {
    private record Due(long millis, Runnable task) {}

    private final BlockingQueue<Due> due = new LinkedBlockingQueue<>();

    ManualTimer() {
      super(0);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
      due.add(new Due(unit.toMillis(delay), task));
      return super.schedule(() -> {}, 1, TimeUnit.DAYS);
    }

    /** Lets the time pass until the next request; tells how long that was. */
    long pass() throws InterruptedException {
      Due next = due.poll(60, TimeUnit.SECONDS);
      assertThat(next).as("nothing is to be done any more").isNotNull();
      next.task().run();
      return next.millis();
    }
  }

  private List<Long> pauses(int number) throws InterruptedException {
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      pauses.add(timer.pass());
    }
    return pauses;
  }

  @Test
  void aServerThatIsAwayIsAskedMoreAndMoreRarelyAndWhenItSays() throws Exception {
    answers.addAll(
        List.of(
            AWAY,
            AWAY,
            AWAY,
            new Answer(429, "", Map.of("Retry-After", "120")),
            registered("1"),
            AWAY,
            DONE,
            AWAY));
    try (ScriptedServer server = new ScriptedServer(request -> answers.remove());
        HttpRendezvousClient client =
            new HttpRendezvousClient(RendezvousOptions.of(server.uri()))) {
      new KeepAlive(client, timer, new Pace(() -> 1), DEVICE, ended -> {}).start();
      assertThat(pauses(9))
          .containsExactly(0L, 1000L, 2000L, 4000L, 120_000L, REFRESH, 1000L, REFRESH, 1000L);
    } finally {
      timer.shutdownNow();
    }
  }

  @Test
  void whatTheServerHasForgottenIsRegisteredAgainAtOnce() throws Exception {
    answers.addAll(List.of(registered("1"), DONE, FORGOTTEN, registered("2"), DONE));
    try (ScriptedServer server = new ScriptedServer(request -> answers.remove());
        HttpRendezvousClient client =
            new HttpRendezvousClient(RendezvousOptions.of(server.uri()))) {
      new KeepAlive(client, timer, new Pace(() -> 1), DEVICE, ended -> {}).start();
      assertThat(pauses(5)).containsExactly(0L, REFRESH, REFRESH, 0L, REFRESH);
      assertThat(server.requests)
          .startsWith(
              "POST /api/v1/register",
              "POST /api/v1/refresh/1",
              "POST /api/v1/refresh/1",
              "POST /api/v1/register");
    } finally {
      timer.shutdownNow();
    }
  }
}
