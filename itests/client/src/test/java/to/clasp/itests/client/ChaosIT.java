package to.clasp.itests.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import to.clasp.client.ClaspClient;
import to.clasp.client.ReconnectPolicy;
import to.clasp.client.SubscriptionOptions;
import to.clasp.itests.support.Relay;

/** Clients on a network that cuts, stalls and splits, {@code -Dclasp.chaos.seed} decides how. */
class ChaosIT {
  private static final int SETS = 100_000;
  private static final int ADDRESSES = 500;
  private static final int UNDER_WAY = 2_000;
  private static final int BYTES_BETWEEN_FAULTS = 100_000;
  private static final long SEED = Long.getLong("clasp.chaos.seed", System.nanoTime());
  private static final ReconnectPolicy QUICKLY =
      new ReconnectPolicy(Duration.ofMillis(1), Duration.ofMillis(50), 1.5, 100_000);

  private final AtomicInteger losses = new AtomicInteger();
  private final AtomicInteger resyncs = new AtomicInteger();
  private Relay relay;
  private ChaosProxy websocket;
  private ChaosProxy tcp;

  @BeforeEach
  void start() throws Exception {
    relay = Relay.start("--tcp-port", "0");
    websocket = new ChaosProxy(relay.uri().getPort(), BYTES_BETWEEN_FAULTS, SEED);
    tcp = new ChaosProxy(relay.port("tcp"), BYTES_BETWEEN_FAULTS, SEED + 1);
  }

  @AfterEach
  void stop() throws IOException {
    websocket.close();
    tcp.close();
    relay.close();
  }

  private ClaspClient connect(Duration deadline) {
    String first = "ws://127.0.0.1:" + websocket.port() + "/clasp";
    ClaspClient client =
        ClaspClient.builder(first, "tcp://127.0.0.1:" + tcp.port())
            .connectTimeout(Duration.ofSeconds(3))
            .callDeadline(deadline)
            .reconnect(QUICKLY)
            .connect();
    client.onDisconnect(why -> losses.incrementAndGet());
    client.onResync(resyncs::incrementAndGet);
    client.onError(error -> {});
    return client;
  }

  private static String address(int number) {
    return "/chaos/" + number;
  }

  @Test
  @Timeout(90)
  void everyConfirmedSetIsInTheRouterOnceAndInOrder() throws Exception {
    long begin = System.nanoTime();
    OrderWitness own = new OrderWitness();
    OrderWitness others = new OrderWitness();
    try (ClaspClient writer = connect(Duration.ofSeconds(30));
        ClaspClient reader = connect(Duration.ofSeconds(30))) {
      Waits.get(writer.subscribe("/chaos/*", SubscriptionOptions.ALL, own::take).ready());
      Waits.get(reader.subscribe("/chaos/*", SubscriptionOptions.ALL, others::take).ready());
      List<CompletableFuture<Long>> sets = write(writer);
      websocket.calm();
      tcp.calm();
      CompletableFuture.allOf(sets.toArray(CompletableFuture[]::new))
          .exceptionally(failed -> null)
          .get(40, TimeUnit.SECONDS);
      assertThat(wrong(sets)).as("seed %d", SEED).isEmpty();
      assertThat(kept()).as("seed %d", SEED).isEqualTo(expected());
      for (OrderWitness witness : List.of(own, others)) {
        Waits.until("the last values", () -> witness.last().equals(expected()));
        assertThat(witness.wrong()).as("seed %d", SEED).isEmpty();
      }
      Waits.until("resync after each loss", () -> resyncs.get() == losses.get());
    }
    System.out.printf(
        "seed %d: %d SETs in %d ms, WebSocket %s, TCP %s, %d losses; told %d and %d values%n",
        SEED,
        SETS,
        (System.nanoTime() - begin) / 1_000_000,
        websocket.faults(),
        tcp.faults(),
        losses.get(),
        own.count(),
        others.count());
    assertThat(losses.get()).isGreaterThan(10);
    assertThat(websocket.faults().keySet()).containsExactlyInAnyOrder(ChaosProxy.Fault.values());
    assertThat(tcp.faults()).isNotEmpty();
  }

  private static List<CompletableFuture<Long>> write(ClaspClient writer) throws Exception {
    Semaphore room = new Semaphore(UNDER_WAY);
    List<CompletableFuture<Long>> sets = new ArrayList<>();
    for (int i = 0; i < SETS; i++) {
      assertThat(room.tryAcquire(40, TimeUnit.SECONDS)).as("an answer, seed %d", SEED).isTrue();
      CompletableFuture<Long> set = writer.set(address(i % ADDRESSES), i / ADDRESSES + 1L);
      sets.add(set);
      set.whenComplete((revision, failure) -> room.release());
    }
    return sets;
  }

  /** Value n of a param has revision n, if each took effect once; 0 if a newer one shows it did. */
  private static List<String> wrong(List<CompletableFuture<Long>> sets) {
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < sets.size() && wrong.size() < 20; i++) {
      long value = i / ADDRESSES + 1L;
      CompletableFuture<Long> set = sets.get(i);
      if (!set.isDone() || set.isCompletedExceptionally()) {
        wrong.add(address(i % ADDRESSES) + " = " + value + ": " + set.handle((r, e) -> e));
      } else if (set.join() != value && set.join() != 0) {
        wrong.add(address(i % ADDRESSES) + " = " + value + " has revision " + set.join());
      }
    }
    return wrong;
  }

  private static Map<String, Long> expected() {
    long last = SETS / ADDRESSES;
    return IntStream.range(0, ADDRESSES)
        .boxed()
        .collect(Collectors.toMap(ChaosIT::address, number -> last));
  }

  /** What a newcomer is told, past the proxies. */
  private Map<String, Long> kept() throws InterruptedException {
    OrderWitness kept = new OrderWitness();
    try (ClaspClient newcomer = ClaspClient.connect(relay.uri().toString())) {
      Waits.get(newcomer.subscribe("/chaos/*", SubscriptionOptions.ALL, kept::take).ready());
      Waits.until("the snapshot", () -> kept.count() >= ADDRESSES);
    }
    assertThat(kept.wrong()).as("seed %d", SEED).isEmpty();
    return kept.last();
  }

  @Test
  @Timeout(60)
  void aNetworkThatSwallowsEverythingFailsCallsAtTheirDeadline() throws Exception {
    websocket.calm();
    tcp.calm();
    try (ClaspClient client = connect(Duration.ofSeconds(2))) {
      Waits.get(client.set("/a", 1));
      websocket.silence(true);
      tcp.silence(true);
      assertThat(Waits.failure(client.get("/a"))).hasMessageContaining("not answered within PT2S");
      Waits.until("the connection is given up", () -> losses.get() >= 1);
      assertThat(Waits.failure(client.set("/a", 2))).hasMessageContaining("PT2S");
      websocket.silence(false);
      tcp.silence(false);
      Waits.until("resync", () -> resyncs.get() >= 1);
      assertThat(Waits.get(client.set("/a", 3))).isEqualTo(2);
    }
  }
}
