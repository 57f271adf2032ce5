package to.clasp.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.client.ClaspClient;
import to.clasp.protocol.Ack;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Get;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Value;

/** Recovery at a router that drops what is too much in a second, and does not say what it was. */
class RateLimitTest {
  private static final int LIMIT = 600;
  private static final int COUNT = 800;
  private static final ErrorMessage TOO_MUCH =
      new ErrorMessage(429, "Rate limit exceeded: 600 messages/second", null, null);

  private final ScriptedRouter router = new ScriptedRouter(this::answer);
  private final FaultyConnector faulty = new FaultyConnector(router.transport());

  /** What had arrived before the connection was lost: every second param. */
  private final Map<String, Value> kept = new ConcurrentHashMap<>();

  private final Map<String, Integer> sentAgain = new ConcurrentHashMap<>();
  private volatile boolean recovering;
  private long second = System.nanoTime();
  private int inSecond;

  private void answer(ScriptedRouter.Peer peer, Message message) {
    if (recovering && (message instanceof Get || message instanceof Ping) && isTooMuch()) {
      peer.send(TOO_MUCH);
    } else if (message instanceof Get get) {
      Value value = kept.get(get.address());
      if (value != null) {
        Snapshot.Entry entry = new Snapshot.Entry(get.address(), value, 1, "session", 1L);
        peer.send(new Snapshot(List.of(entry)));
      }
    } else if (message instanceof Set set && recovering) {
      sentAgain.merge(set.address(), 1, Integer::sum);
      peer.send(new Ack(set.address(), 1L, null, null, null));
    } else {
      peer.answer(message);
    }
  }

  private boolean isTooMuch() {
    long now = System.nanoTime();
    if (now - second >= TimeUnit.SECONDS.toNanos(1)) {
      second = now;
      inSecond = 0;
    }
    return ++inSecond > LIMIT;
  }

  @AfterEach
  void close() {
    router.close();
  }

  private static String address(int number) {
    return "/p/" + number;
  }

  @Test
  void whatTheRouterHadNoTimeToTellIsAskedAgainAndNothingIsWrittenTwice() {
    IntStream.range(0, COUNT)
        .filter(i -> i % 2 == 0)
        .forEach(i -> kept.put(address(i), Value.of(i)));
    try (ClaspClient clasp =
        Lab.quick(Lab.clients(faulty).builder(router.uri().toString())).connect()) {
      List<CompletableFuture<Long>> sets = new ArrayList<>();
      for (int i = 0; i < COUNT; i++) {
        sets.add(clasp.set(address(i), i));
      }
      Lab.await("sent", () -> router.received().stream().filter(Lab::isSet).count() == COUNT);
      recovering = true;
      faulty.cut();
      sets.forEach(Lab::get);
    }
    assertThat(new TreeSet<>(sentAgain.keySet()))
        .isEqualTo(
            IntStream.range(0, COUNT)
                .filter(i -> i % 2 == 1)
                .mapToObj(RateLimitTest::address)
                .collect(Collectors.toCollection(TreeSet::new)));
    assertThat(sentAgain.values()).containsOnly(1);
    assertThat(faulty.connections()).isEqualTo(2);
  }
}
