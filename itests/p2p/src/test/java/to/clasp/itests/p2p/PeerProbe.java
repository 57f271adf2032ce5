package to.clasp.itests.p2p;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import to.clasp.p2p.PeerEvent;
import to.clasp.p2p.RoutingMode;
import to.clasp.p2p.SendResult;

/**
 * Tells how fast messages are directly and through the router. No build runs it; see the README of
 * clasp-p2p.
 */
class PeerProbe {
  private static final int ROUND_TRIPS = 3000;

  @Test
  void measure() throws Exception {
    try (Nodes nodes = new Nodes()) {
      List<Node> pair = nodes.join(2);
      Node a = pair.get(0);
      Node b = pair.get(1);
      a.connect(b);
      for (SendResult way : SendResult.values()) {
        RoutingMode mode = way == SendResult.P2P ? RoutingMode.PREFER_P2P : RoutingMode.SERVER_ONLY;
        a.peer().routingMode(mode);
        b.peer().routingMode(mode);
        for (boolean reliable : new boolean[] {true, false}) {
          latency(a, b, way, reliable);
        }
        throughput(a, b, way, 64, 200_000);
        throughput(a, b, way, 16_000, way == SendResult.P2P ? 4000 : 1000);
        throughput(a, b, way, 1_000_000, way == SendResult.P2P ? 64 : 16);
      }
    }
  }

  private static void latency(Node a, Node b, SendResult way, boolean reliable) throws Exception {
    Semaphore back = new Semaphore(0);
    AutoCloseable echo =
        b.peer()
            .listen(
                event -> {
                  if (event instanceof PeerEvent.Data data) {
                    b.peer().send(data.peer(), data.bytes(), reliable);
                  }
                });
    AutoCloseable hears =
        a.peer()
            .listen(
                event -> {
                  if (event instanceof PeerEvent.Data) {
                    back.release();
                  }
                });
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < ROUND_TRIPS; i++) {
      long start = System.nanoTime();
      a.peer().send(b.id(), new byte[64], reliable);
      if (back.tryAcquire(200, TimeUnit.MILLISECONDS)) {
        times.add(System.nanoTime() - start);
      }
    }
    echo.close();
    hears.close();
    long[] sorted =
        times.subList(times.size() / 3, times.size()).stream()
            .mapToLong(Long::longValue)
            .sorted()
            .toArray();
    System.out.printf(
        "PROBE %s %s 64 B round trip: p50 %d us, p99 %d us, lost %d of %d%n",
        way,
        reliable ? "reliable" : "unreliable",
        sorted[sorted.length / 2] / 1000,
        sorted[sorted.length * 99 / 100] / 1000,
        ROUND_TRIPS - times.size(),
        ROUND_TRIPS);
  }

  private static void throughput(Node a, Node b, SendResult way, int size, int count)
      throws Exception {
    CountDownLatch arrived = new CountDownLatch(count);
    AutoCloseable hears =
        b.peer()
            .listen(
                event -> {
                  if (event instanceof PeerEvent.Data) {
                    arrived.countDown();
                  }
                });
    byte[] message = new byte[size];
    Arrays.fill(message, (byte) 1);
    Semaphore waiting = new Semaphore(Math.max(8, 4_000_000 / size));
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      waiting.acquire();
      CompletableFuture<SendResult> sent =
          a.peer().send(b.id(), message, true).toCompletableFuture();
      sent.whenComplete((result, failure) -> waiting.release());
    }
    assertThat(arrived.await(40, TimeUnit.SECONDS)).as("%s of %s left", arrived, size).isTrue();
    double seconds = (System.nanoTime() - start) / 1e9;
    hears.close();
    System.out.printf(
        "PROBE %s reliable %d x %d B: %.0f messages/s, %.1f MB/s%n",
        way, count, size, count / seconds, count / seconds * size / 1e6);
  }
}
